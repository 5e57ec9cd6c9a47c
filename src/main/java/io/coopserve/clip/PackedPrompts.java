package io.coopserve.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which rows pass the text tower for K prompts, each row once: since no token sees a later one, what prompts begin with in
 * common is the same in all of them. First come the p rows of the beginning that all share, then the rest in groups of
 * prompts: attention looks at a group at a time, in which a row sees the beginning, itself and those before it in its prompts.
 *
 * @param elements of the N rows: a token id, or a context vector, see {@link #vector}
 * @param parents of the N rows: the row before it in its prompts, −1 where the rest of a prompt begins
 * @param positions of the N rows in their prompts
 * @param beginning p; 0 where everything is in one group
 * @param starts first row of each of the G groups, and N
 * @param ends of the K prompts: the row of the end-of-text token
 */
record PackedPrompts(long[] elements, int[] parents, int[] positions, int beginning, int[] starts, int[] ends) {
    /** Rows of a group: more, and attention would mostly look at what is masked; fewer, and its products would be tiny. */
    private static final int GROUP = 64;
    /** Up to so many rows the beginning is in the group too, which spares attention a part of its own. */
    private static final int ONE_GROUP = 96;

    /** Context vector m as an element of a prompt, and the other way round. */
    static long vector(long m) {
        return -1 - m;
    }

    /** @param ends positions of the end-of-text tokens; what is behind them never matters */
    static PackedPrompts of(List<long[]> prompts, int[] ends) {
        List<long[]> trimmed = IntStream.range(0, ends.length).mapToObj(k -> Arrays.copyOf(prompts.get(k), ends[k] + 1))
                .toList();
        PackedPrompts one = new Packing(trimmed, 0, Integer.MAX_VALUE, true).packed(ends);
        if (one.rows() <= ONE_GROUP) {
            return one;
        }
        int beginning = beginning(trimmed);
        int rest = one.rows() - beginning;
        int groups = (rest + GROUP - 1) / GROUP;
        return new Packing(trimmed, beginning, (rest + groups - 1) / groups, true).packed(ends);
    }

    /**
     * Every position of every prompt in a row of its own, as the official code does it: the same features at many times the
     * work, to measure what is saved.
     */
    static PackedPrompts unpacked(List<long[]> prompts, int[] ends) {
        return new Packing(prompts, 0, 1, false).packed(ends);
    }

    /** Length of the beginning that all share; the last element of a prompt is not in it. */
    private static int beginning(List<long[]> prompts) {
        long[] first = prompts.get(0);
        return prompts.stream().mapToInt(prompt -> {
            int difference = Arrays.mismatch(first, prompt);
            return Math.min(difference < 0 ? first.length : difference, prompt.length - 1);
        }).min().orElseThrow();
    }

    private record Branch(int parent, long element) {}

    private static final class Packing {
        private final List<Long> elements = new ArrayList<>();
        private final List<Integer> parents = new ArrayList<>();
        private final List<Integer> positions = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private final List<long[]> prompts;
        private final int beginning;
        private final int size;
        private final boolean share;

        /** @param size rows after which a group is full */
        Packing(List<long[]> prompts, int beginning, int size, boolean share) {
            this.prompts = prompts;
            this.beginning = beginning;
            this.size = size;
            this.share = share;
        }

        PackedPrompts packed(int[] ends) {
            int row = -1;
            for (int i = 0; i < beginning; i++) {
                row = add(row, prompts.get(0)[i], i);
            }
            starts.add(elements.size());
            Map<Branch, Integer> known = new HashMap<>();
            int[] endRows = new int[ends.length];
            for (int k = 0; k < ends.length; k++) {
                if (elements.size() - starts.get(starts.size() - 1) >= size) {
                    starts.add(elements.size());
                    known.clear();
                }
                row = -1;
                long[] prompt = prompts.get(k);
                for (int i = beginning; i < prompt.length; i++) {
                    Branch branch = new Branch(row, prompt[i]);
                    Integer shared = share ? known.get(branch) : null;
                    row = shared == null ? add(row, prompt[i], i) : shared;
                    known.put(branch, row);
                    endRows[k] = i == ends[k] ? row : endRows[k];
                }
            }
            starts.add(elements.size());
            return new PackedPrompts(elements.stream().mapToLong(Long::longValue).toArray(), ints(parents), ints(positions),
                    beginning, ints(starts), endRows);
        }

        private int add(int parent, long element, int position) {
            elements.add(element);
            parents.add(parent);
            positions.add(position);
            return elements.size() - 1;
        }

        private static int[] ints(List<Integer> values) {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    int classes() {
        return ends.length;
    }

    /** N. */
    int rows() {
        return elements.length;
    }

    /** G. */
    int groups() {
        return starts.length - 1;
    }

    /** S, rows of the largest group. */
    int length() {
        return IntStream.range(0, groups()).map(group -> starts[group + 1] - starts[group]).max().orElseThrow();
    }
}
