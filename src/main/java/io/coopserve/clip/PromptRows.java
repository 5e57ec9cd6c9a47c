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
 * @param slots (K, S)
 * @param owners slots of the rows behind the beginning
 * @param owned (K S, 1), 1 for the slot of an owner
 * @param repeats slots that share a row with its owner
 * @param originals their rows, counted behind the beginning
 * @param mask (p + S, p + S), 0 where a token sees another, else minus infinity
 * @param ends (K)
 * @param vectorRows rows that are context vectors
 * @param vectors which ones
 */
record PromptRows(NDArray tokens, NDArray order, NDArray positions, NDArray slots, NDArray owners, NDArray owned,
        NDArray repeats, NDArray originals, NDArray mask, NDArray ends, NDArray vectorRows, NDArray vectors) {

    /** @param contextLength C, number of context vectors */
    static PromptRows of(Torch torch, PackedPrompts prompts, int contextLength) {
        long[] elements = prompts.elements();
        long[] order = new long[elements.length];
        int tokens = 0;
        for (int row = 0; row < order.length; row++) {
            order[row] = elements[row] < 0 ? PackedPrompts.vector(elements[row]) : contextLength + tokens++;
        }
        long[] slots = Arrays.stream(prompts.slots()).flatMapToLong(row -> longs(row)).toArray();
        float[] owned = new float[slots.length];
        for (int slot : prompts.owners()) {
            owned[slot] = 1;
        }
        int[] vectorRows = IntStream.range(0, order.length).filter(row -> elements[row] < 0).toArray();
        return new PromptRows(torch.indices(LongStream.of(elements).filter(element -> element >= 0).toArray()), torch.indices(
                order), torch.indices(longs(prompts.positions()).toArray()),
                torch.indices(slots).reshape(prompts.classes(), prompts
                        .length()),
                torch.indices(longs(prompts.owners()).toArray()), torch.array(owned, owned.length, 1), torch
                        .indices(longs(prompts.repeats()).toArray()),
                torch.indices(IntStream.of(prompts.repeats())
                        .mapToLong(slot -> slots[slot] - prompts.beginning()).toArray()),
                mask(torch, prompts
                        .beginning() + prompts.length()),
                torch.indices(longs(prompts.ends()).toArray()),
                torch.indices(longs(vectorRows).toArray()), torch.indices(IntStream.of(vectorRows).mapToLong(row -> order[row])
                        .toArray()));
    }

    private static LongStream longs(int... values) {
        return IntStream.of(values).asLongStream();
    }

    private static NDArray mask(Torch torch, int length) {
        float[] mask = new float[length * length];
        for (int i = 0; i < length; i++) {
            Arrays.fill(mask, i * length + i + 1, (i + 1) * length, Float.NEGATIVE_INFINITY);
        }
        return torch.array(mask, length, length);
    }
}
