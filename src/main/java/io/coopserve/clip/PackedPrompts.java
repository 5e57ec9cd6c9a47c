package io.coopserve.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which rows pass the text tower for K prompts, each row once: since no token sees a later one, what prompts begin with in
 * common is the same in all of them. First come the p rows of the beginning that all of them share; the rest of each is spread
 * over S slots for attention. An element of a prompt is a token id, or a context vector: {@link #vector}.
 *
 * @param elements of the N rows
 * @param positions of the N rows in their prompts
 * @param beginning p
 * @param slots (K, S): the row in each; where a prompt is shorter, any
 * @param owners of each row behind the beginning: the slot whose result is the row's
 * @param repeats the other slots that prompts share a row in
 * @param ends of each prompt: the row of its end-of-text token
 */
record PackedPrompts(long[] elements, int[] positions, int beginning, int[][] slots, int[] owners, int[] repeats,
        int[] ends) {

    /** Context vector m as an element of a prompt, and the other way round. */
    static long vector(long m) {
        return -1 - m;
    }

    private record Branch(int after, long element) {}

    /** @param ends positions of the end-of-text tokens; what is behind them never matters */
    static PackedPrompts of(List<long[]> prompts, int[] ends) {
        List<long[]> trimmed = IntStream.range(0, ends.length).mapToObj(k -> Arrays.copyOf(prompts.get(k), ends[k] + 1))
                .toList();
        return packed(trimmed, ends, beginning(trimmed), true);
    }

    /**
     * Every position of every prompt in a row of its own, as the official code does it: the same features at many times the
     * work, to measure what is saved.
     */
    static PackedPrompts unpacked(List<long[]> prompts, int[] ends) {
        return packed(prompts, ends, 0, false);
    }

    /** Length of the beginning that all share; the last element of a prompt is not in it. */
    private static int beginning(List<long[]> prompts) {
        long[] first = prompts.get(0);
        return prompts.stream().mapToInt(prompt -> {
            int difference = Arrays.mismatch(first, prompt);
            return Math.min(difference < 0 ? first.length : difference, prompt.length - 1);
        }).min().orElseThrow();
    }

    private static PackedPrompts packed(List<long[]> prompts, int[] ends, int beginning, boolean share) {
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow() - beginning;
        List<Long> elements = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        List<Integer> repeats = new ArrayList<>();
        for (int i = 0; i < beginning; i++) {
            elements.add(prompts.get(0)[i]);
            positions.add(i);
        }
        int[][] slots = new int[prompts.size()][longest];
        int[] endRows = new int[prompts.size()];
        Map<Branch, Integer> known = new HashMap<>();
        for (int k = 0; k < slots.length; k++) {
            long[] prompt = prompts.get(k);
            int row = -1;
            for (int i = beginning; i < prompt.length; i++) {
                Branch branch = new Branch(row, prompt[i]);
                int slot = k * longest + i - beginning;
                if (share && known.containsKey(branch)) {
                    row = known.get(branch);
                    repeats.add(slot);
                } else {
                    row = elements.size();
                    known.put(branch, row);
                    elements.add(prompt[i]);
                    positions.add(i);
                    owners.add(slot);
                }
                slots[k][i - beginning] = row;
                endRows[k] = i == ends[k] ? row : endRows[k];
            }
            Arrays.fill(slots[k], prompt.length - beginning, longest, row);
        }
        return new PackedPrompts(elements.stream().mapToLong(Long::longValue).toArray(), ints(positions), beginning, slots,
                ints(
                        owners),
                ints(repeats), endRows);
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    int classes() {
        return ends.length;
    }

    /** N. */
    int rows() {
        return elements.length;
    }

    /** S. */
    int length() {
        return slots[0].length;
    }
}
