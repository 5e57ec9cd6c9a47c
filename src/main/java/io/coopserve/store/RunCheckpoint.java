package io.coopserve.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

/**
 * A training between two steps: with the recipe and the data set, all that the next step depends on.
 *
 * @param step the last one taken, from 1 on over all epochs
 * @param epoch of that step, from 1 on
 * @param seed that decides the order of batches
 * @param parameters what is learned, so far: by the method a context, or a context and a meta-network, one after the other
 * @param optimiser what it remembers, by name, each as long as the parameters
 */
public record RunCheckpoint(int step, int epoch, long seed, float[] parameters, Map<String, float[]> optimiser) {
    /** {@code parameters} and what the optimiser remembers; the numbers are in the metadata. */
    byte[] toSafetensors() {
        List<Tensor> tensors = new ArrayList<>(List.of(vector("parameters", parameters)));
        new TreeMap<>(optimiser).forEach((name, values) -> tensors.add(vector(name, values)));
        return Safetensors.write(tensors, Map.of("step", Integer.toString(step), "epoch", Integer.toString(epoch), "seed", Long
                .toString(seed)));
    }

    private static Tensor vector(String name, float[] values) {
        return Tensor.of(name, values, values.length);
    }
}
