package io.coopserve.clip;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import ai.djl.ndarray.NDArray;
import io.coopserve.torch.Torch;

/**
 * {@link PackedPrompts} as indices on the device, as text.torchscript takes them; they end with the scope they were made in.
 *
 * @param tokens ids of the n rows that are tokens
 * @param order of the N rows among C context vectors and n tokens
 * @param positions of the N rows
 * @param slots (G, S), the row in each; where a group is smaller, any
 * @param owners slots of the rows behind the beginning
 * @param owned (G S, 1), 1 for a slot that a row is in
 * @param causal (p, p), 0 where a row of the beginning sees another, else minus infinity
 * @param mask (G, 1, S, p + S), the same of the groups
 * @param ends (K)
 * @param vectorRows rows that are context vectors
 * @param vectors which ones
 */
record PromptRows(NDArray tokens, NDArray order, NDArray positions, NDArray slots, NDArray owners, NDArray owned,
        NDArray causal, NDArray mask, NDArray ends, NDArray vectorRows, NDArray vectors) {

    /** @param contextLength C, number of context vectors */
    static PromptRows of(Torch torch, PackedPrompts prompts, int contextLength) {
        long[] elements = prompts.elements();
        long[] order = new long[elements.length];
        int tokens = 0;
        for (int row = 0; row < order.length; row++) {
            order[row] = elements[row] < 0 ? PackedPrompts.vector(elements[row]) : contextLength + tokens++;
        }
        int groups = prompts.groups();
        int length = prompts.length();
        long[] slots = new long[groups * length];
        float[] owned = new float[slots.length];
        long[] owners = new long[order.length - prompts.beginning()];
        for (int group = 0; group < groups; group++) {
            int start = prompts.starts()[group];
            for (int i = 0; i < length; i++) {
                int slot = group * length + i;
                boolean used = start + i < prompts.starts()[group + 1];
                slots[slot] = used ? start + i : start;
                owned[slot] = used ? 1 : 0;
                if (used) {
                    owners[start + i - prompts.beginning()] = slot;
                }
            }
        }
        int[] vectorRows = IntStream.range(0, order.length).filter(row -> elements[row] < 0).toArray();
        return new PromptRows(torch.indices(LongStream.of(elements).filter(element -> element >= 0).toArray()), torch.indices(
                order), torch.indices(longs(prompts.positions())), torch.indices(slots).reshape(groups, length),
                torch.indices(
                        owners),
                torch.array(owned, owned.length, 1), causal(torch, prompts.beginning()), mask(torch, prompts),
                torch.indices(longs(prompts.ends())), torch.indices(longs(vectorRows)), torch.indices(IntStream.of(vectorRows)
                        .mapToLong(row -> order[row]).toArray()));
    }

    private static long[] longs(int... values) {
        return IntStream.of(values).asLongStream().toArray();
    }

    private static NDArray causal(Torch torch, int length) {
        float[] mask = new float[length * length];
        for (int i = 0; i < length; i++) {
            Arrays.fill(mask, i * length + i + 1, (i + 1) * length, Float.NEGATIVE_INFINITY);
        }
        return torch.array(mask, length, length);
    }

    private static NDArray mask(Torch torch, PackedPrompts prompts) {
        int beginning = prompts.beginning();
        int length = prompts.length();
        int seen = beginning + length;
        float[] mask = new float[prompts.groups() * length * seen];
        for (int group = 0; group < prompts.groups(); group++) {
            int start = prompts.starts()[group];
            for (int i = 0; i < length; i++) {
                int line = (group * length + i) * seen;
                Arrays.fill(mask, line + beginning, line + seen, Float.NEGATIVE_INFINITY);
                mask[line + beginning + i] = 0; // also of slots that no row is in: softmax needs something to see
                int row = start + i < prompts.starts()[group + 1] ? start + i : -1;
                for (; row >= 0; row = prompts.parents()[row]) {
                    mask[line + beginning + row - start] = 0;
                }
            }
        }
        return torch.array(mask, prompts.groups(), 1, length, seen);
    }
}
