package io.coopserve.store;

import java.util.List;
import java.util.Map;

import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

/**
 * A training between two steps: with the recipe and the data set, all that the next step depends on.
 *
 * @param step the last one taken, from 1 on over all epochs
 * @param epoch of that step, from 1 on
 * @param seed that decides the order of batches
 * @param context as learned so far, (M, d) in row-major order
 * @param momentum buffer of the optimiser, (M, d) in row-major order
 * @param width d
 */
public record RunCheckpoint(int step, int epoch, long seed, float[] context, float[] momentum, int width) {
    /** {@code ctx} and {@code momentum}; the numbers are in the metadata. */
    byte[] toSafetensors() {
        return Safetensors.write(List.of(matrix("ctx", context), matrix("momentum", momentum)), Map.of("step", Integer.toString(
                step), "epoch", Integer.toString(epoch), "seed", Long.toString(seed)));
    }

    private Tensor matrix(String name, float[] values) {
        return Tensor.of(name, values, values.length / width, width);
    }
}
