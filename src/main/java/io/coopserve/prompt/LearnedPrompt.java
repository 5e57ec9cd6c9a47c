package io.coopserve.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

/**
 * What CoOp learned, with the class weights it stands for: classifying needs the image feature and these weights, never
 * the text tower.
 *
 * @param model fingerprint of the CLIP it was learned on
 * @param classes K labels
 * @param context the learned vectors v_1 … v_M (CoOp, section 3.1): (M, d)
 * @param weights text features of the K prompts: (K, e), each of length 1
 * @param logitScale what cosines are multiplied with
 */
public record LearnedPrompt(String model, List<String> classes, float[][] context, float[][] weights, float logitScale) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT = "coop-serve/1";

    public LearnedPrompt {
        classes = List.copyOf(classes);
        if (classes.size() != weights.length) {
            throw new InvalidTensorFileException("%d classes have %d weights".formatted(classes.size(), weights.length));
        }
    }

    /** Labels by falling probability: softmax over scale × cosine. */
    public List<Label> classify(float[] imageFeature) {
        double[] logits = new double[weights.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = logitScale * Scores.dot(imageFeature, weights[k]);
        }
        return Scores.ranked(classes, logits);
    }

    /** As a safetensors file: {@code ctx} (M, d) and {@code class_weights} (K, e). */
    public byte[] toSafetensors() {
        try {
            return Safetensors.write(List.of(tensor("ctx", context), tensor("class_weights", weights), Tensor.of("logit_scale",
                    new float[]{logitScale})), Map.of("format", FORMAT, "classes", JSON.writeValueAsString(classes),
                            "clip_fingerprint", model));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws InvalidTensorFileException if these bytes are not what {@link #toSafetensors} writes */
    public static LearnedPrompt fromSafetensors(byte[] bytes) {
        Safetensors file = Safetensors.read(bytes);
        if (!FORMAT.equals(file.metadata().get("format"))) {
            throw new InvalidTensorFileException("not a prompt: format is %s, not %s".formatted(file.metadata().get("format"),
                    FORMAT));
        }
        try {
            List<String> classes = JSON.readValue(file.metadata().getOrDefault("classes", "[]"), new TypeReference<>() {
            });
            return new LearnedPrompt(file.metadata().get("clip_fingerprint"), classes, rows(file.tensor("ctx")), rows(file
                    .tensor("class_weights")), file.tensor("logit_scale").floats()[0]);
        } catch (JsonProcessingException e) {
            throw new InvalidTensorFileException("the class names are not a JSON list");
        }
    }

    private static Tensor tensor(String name, float[][] rows) {
        int width = rows[0].length;
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return Tensor.of(name, flat, rows.length, width);
    }

    private static float[][] rows(Tensor tensor) {
        if (tensor.shape().length != 2) {
            throw new InvalidTensorFileException("tensor %s is not a matrix".formatted(tensor.name()));
        }
        float[] flat = tensor.floats();
        int width = (int) tensor.shape()[1];
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < tensor.shape()[0]; i++) {
            rows.add(Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        }
        return rows.toArray(float[][]::new);
    }
}
