package io.coopserve.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.tensors.Safetensors;

/** An official training run as its golden files tell it. */
final class Trajectory {
    static final double FORWARD = 2e-5;
    static final double GRADIENT = 5e-5;
    static final double TOLERANCE = 1e-4;

    private final String name;
    private final JsonNode settings;
    private final Safetensors tensors;

    Trajectory(String name) {
        this.name = name;
        this.settings = GoldenSet.current().json(name + ".json");
        this.tensors = GoldenSet.current().tensors(name + ".safetensors");
    }

    GoldenModel model() {
        return GoldenModel.of(settings.path("backbone").asText());
    }

    List<String> classNames() {
        return settings.path("class_names").valueStream().map(JsonNode::asText).toList();
    }

    /** Words that the context starts from; empty if it starts at random. */
    String words() {
        return settings.path("ctx_init").asText("");
    }

    LearningRateSchedule schedule() {
        return new LearningRateSchedule(settings.path("base_lr").asDouble(), settings.path("warmup").path("lr").asDouble(),
                settings.path("epochs").asInt());
    }

    Sgd optimiser() {
        return new Sgd(settings.path("optimiser").path("weight_decay").asDouble());
    }

    /** Indices of images, batch by batch. */
    List<int[]> batches(int epoch) {
        return settings.path("batches").path(epoch).valueStream().map(batch -> batch.valueStream().mapToInt(JsonNode::asInt)
                .toArray()).toList();
    }

    float[] floats(String tensor) {
        return tensors.tensor(tensor).floats();
    }

    /** Features and labels of the images that it learned from. */
    LabelledFeatures images() {
        Safetensors file = GoldenSet.current().tensors("images_%s.safetensors".formatted(model().backbone()));
        int count = (int) file.tensor("images").shape()[0];
        float[] pixels = file.tensor("images").floats(); // (N, 3, n, n)
        int size = pixels.length / count;
        List<float[]> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add(Arrays.copyOfRange(pixels, i * size, (i + 1) * size));
        }
        return new LabelledFeatures(model().clip().encodeImages(each), Arrays.stream(file.tensor("labels").integers()).mapToInt(
                Math::toIntExact).toArray());
    }

    void compareRate(int epoch) {
        GoldenReport.close("trajectory", name + " rate", new float[]{(float) schedule().at(epoch)}, new float[]{(float) settings
                .path("lr_per_epoch").path(epoch).asDouble()}, 1e-7);
    }

    void compareLosses(List<Double> losses) {
        compare("trajectory", "losses", toFloats(losses), toFloats(settings.path("losses").valueStream().map(JsonNode::asDouble)
                .toList()), TOLERANCE);
    }

    /** Compares with one of its tensors. */
    void compare(String group, String tensor, float[] actual, double tolerance) {
        compare(group, tensor, actual, floats(tensor), tolerance);
    }

    private void compare(String group, String what, float[] actual, float[] expected, double tolerance) {
        GoldenReport.close(group, name + " " + what, actual, expected, tolerance);
    }

    private static float[] toFloats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }
}
