package io.coopserve.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

/**
 * A training between two steps: with the recipe, the images and the model, all that the next step depends on.
 *
 * @param step the last one taken, from 1 on over all epochs
 * @param parameters what is learned, so far: by the method a context, or a context and a meta-network, one after the other
 * @param optimiser what it remembers, by name, each as long as the parameters
 * @param epochRandom where the random numbers were at the beginning of the epoch: they give its order
 * @param random where they are
 * @param loss sum over the steps of this epoch so far
 * @param correct training images of this epoch so far that were classified rightly
 * @param seen training images of this epoch so far
 */
public record TrainingState(int step, float[] parameters, Map<String, float[]> optimiser, long epochRandom, long random,
        double loss, int correct, int seen) {
    private static final String PARAMETERS = "parameters";

    /**
     * A safetensors file with {@code parameters} and what the optimiser remembers; the numbers are in its metadata.
     *
     * @param more metadata
     */
    public byte[] toSafetensors(Map<String, String> more) {
        List<Tensor> tensors = new ArrayList<>(List.of(vector(PARAMETERS, parameters)));
        new TreeMap<>(optimiser).forEach((name, values) -> tensors.add(vector(name, values)));
        Map<String, String> metadata = new HashMap<>(more);
        metadata.putAll(Map.of("step", Integer.toString(step), "epoch_random", Long.toString(epochRandom), "random",
                Long.toString(
                        random),
                "loss", Double.toString(loss), "correct", Integer.toString(correct), "seen", Integer.toString(seen)));
        return Safetensors.write(tensors, metadata);
    }

    /** @throws InvalidTensorFileException if something is missing */
    public static TrainingState of(Safetensors file) {
        Map<String, float[]> optimiser = new HashMap<>();
        file.names().stream().filter(name -> !name.equals(PARAMETERS)).forEach(name -> optimiser.put(name, file.tensor(name)
                .floats()));
        Map<String, String> metadata = file.metadata();
        try {
            return new TrainingState(Integer.parseInt(metadata.get("step")), file.tensor(PARAMETERS).floats(), optimiser, Long
                    .parseLong(metadata.get("epoch_random")), Long.parseLong(metadata.get("random")),
                    Double.parseDouble(metadata
                            .get("loss")),
                    Integer.parseInt(metadata.get("correct")), Integer.parseInt(metadata.get("seen")));
        } catch (NumberFormatException | NullPointerException e) {
            throw new InvalidTensorFileException("a training's state has a number that is none: %s".formatted(metadata));
        }
    }

    private static Tensor vector(String name, float[] values) {
        return Tensor.of(name, values, values.length);
    }
}
