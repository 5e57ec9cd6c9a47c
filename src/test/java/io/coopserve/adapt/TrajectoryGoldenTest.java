package io.coopserve.adapt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;
import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.tensors.Safetensors;

/** Replays the official training runs step by step: the same batches, the same rates, the same context at the end. */
@ExtendWith(GoldenReport.class)
class TrajectoryGoldenTest {
    private static final double FORWARD = 2e-5;
    private static final double GRADIENT = 5e-5;
    private static final double TRAJECTORY = 1e-4;
    private static final GoldenSet SET = GoldenSet.current();

    static Stream<String> learnable() {
        return SET.trajectories("coop").stream().filter(SET::isLearnable);
    }

    @ParameterizedTest
    @MethodSource("learnable")
    void aRunTakesTheOfficialSteps(String name) {
        JsonNode settings = SET.json(name + ".json");
        Safetensors tensors = SET.tensors(name + ".safetensors");
        GoldenModel model = GoldenModel.of(settings.path("backbone").asText());
        Clip clip = model.clip();
        float[] context = tensors.tensor("init.ctx").floats(); // (M, d)
        String words = settings.path("ctx_init").asText("");
        if (!words.isEmpty()) {
            GoldenReport.exact(name + " context from words", clip.textEncoder().embeddings(words), context);
        }
        List<String> classes = settings.path("class_names").valueStream().map(JsonNode::asText).toList();
        TextEncoder.ClassPrompts prompts = clip.textEncoder().classPrompts(context.length / clip.textEncoder().width(),
                classes);
        LearningRateSchedule schedule = new LearningRateSchedule(settings.path("base_lr").asDouble(),
                settings.path("warmup").path(
                        "lr").asDouble(),
                settings.path("epochs").asInt());
        Sgd sgd = new Sgd(settings.path("optimiser").path("weight_decay").asDouble());
        List<Double> losses = new ArrayList<>();
        PromptLearner learner = new PromptLearner(clip, prompts, Training.UNBOUNDED);
        LabelledFeatures images = images(model);
        GoldenReport.close("forward", name + " init_logits", learner.logits(context, images), floats(tensors, "init_logits"),
                FORWARD);
        for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
            double rate = schedule.at(epoch);
            GoldenReport.close("trajectory", name + " rate", new float[]{(float) rate}, new float[]{(float) settings
                    .path("lr_per_epoch").path(epoch).asDouble()}, 1e-7);
            for (JsonNode batch : settings.path("batches").path(epoch)) {
                PromptLearner.Step step = learner.step(context,
                        images.rows(batch.valueStream().mapToInt(JsonNode::asInt).toArray()));
                if (losses.isEmpty()) {
                    GoldenReport.close("gradient", name + " grad0", step.gradient(), floats(tensors, "grad0.ctx"),
                            GRADIENT);
                }
                sgd.step(context, step.gradient(), rate);
                if (losses.size() < 3) {
                    GoldenReport.close("trajectory", name + " step" + losses.size(), context,
                            floats(tensors, "step" + losses
                                    .size() + ".ctx"),
                            TRAJECTORY);
                }
                losses.add(step.loss());
            }
        }
        GoldenReport.close("trajectory", name + " losses", toFloats(losses), toFloats(settings.path("losses").valueStream()
                .map(JsonNode::asDouble).toList()), TRAJECTORY);
        GoldenReport.close("trajectory", name + " final ctx", context, floats(tensors, "final.ctx"), TRAJECTORY);
        GoldenReport.close("trajectory", name + " final logits", learner.logits(context, images),
                floats(tensors, "final_logits"),
                TRAJECTORY);
        float[][] weights = prompts.weights(context);
        float[] expected = floats(tensors, "final_text_features"); // raw, (K, e)
        int width = expected.length / weights.length;
        for (int k = 0; k < weights.length; k++) {
            GoldenReport.close("trajectory", name + " final text feature " + k, weights[k],
                    normalised(Arrays.copyOfRange(expected,
                            k * width, (k + 1) * width)),
                    TRAJECTORY);
        }
    }

    private static LabelledFeatures images(GoldenModel model) {
        Safetensors file = SET.tensors("images_%s.safetensors".formatted(model.backbone()));
        int count = (int) file.tensor("images").shape()[0];
        float[] pixels = file.tensor("images").floats(); // (N, 3, n, n)
        int size = pixels.length / count;
        List<float[]> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add(Arrays.copyOfRange(pixels, i * size, (i + 1) * size));
        }
        return new LabelledFeatures(model.clip().encodeImages(each), Arrays.stream(file.tensor("labels").integers()).mapToInt(
                Math::toIntExact).toArray());
    }

    private static float[] floats(Safetensors tensors, String name) {
        return tensors.tensor(name).floats();
    }

    private static float[] toFloats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    private static float[] normalised(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return unit;
    }
}
