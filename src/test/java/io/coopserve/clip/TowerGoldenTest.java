package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenImage;
import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.image.GoldenPixels;
import io.coopserve.model.Checkpoint;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

@ExtendWith(GoldenReport.class)
@ParameterizedClass
@EnumSource(GoldenModel.class)
class TowerGoldenTest {
    private final GoldenModel model;
    private final Clip clip;
    private final JsonNode settings = GoldenSet.current().json("vectors.json");
    private final Safetensors golden = GoldenSet.current().tensors("vectors.safetensors");
    private final List<long[]> tokens; // zero-padded to the context length
    private final List<String> texts = GoldenFeatures.strings(settings.path("texts"));

    TowerGoldenTest(GoldenModel model) {
        this.model = model;
        this.clip = model.clip();
        this.tokens = rows(golden.tensor(named("tokens")));
    }

    @Test
    void tokensOfTheTextsAreTheOfficialOnes() {
        Tokenizer tokenizer = new Tokenizer(Checkpoint.open(GoldenSet.current().model()).vocabulary());
        int length = tokens.get(0).length;
        long[] actual = texts.stream().map(tokenizer::sequence)
                .flatMapToLong(ids -> Arrays.stream(Tokenizer.padded(ids, length)))
                .toArray();
        GoldenReport.exact(named("tokens"), actual, golden.tensor(named("tokens")).integers());
    }

    @Test
    void logitScaleIsTheOfficialOne() {
        close("logit_scale_exp", new float[]{clip.logitScale()},
                new float[]{(float) settings.path("models").path(model.backbone()).path(
                        "logit_scale_exp").asDouble()});
    }

    @Test
    void imageFeaturesAreThoseOfTheOfficialTower() {
        close(named("image_features"), imageFeatures(GoldenFeatures.images(model)), expected(named("image_features")));
    }

    @Test
    void textFeaturesAreThoseOfTheOfficialTower() {
        float[] actual = clip.torch().inference(() -> clip.textEncoder().forward(tokens).toFloatArray());
        close(named("text_features"), actual, expected(named("text_features")));
    }

    /** libtorch reads mapped files in place: were the last reference to a mapping dropped, the JVM would crash here. */
    @Test
    void weightsOutliveAGarbageCollection() throws InterruptedException {
        System.gc();
        Thread.sleep(200); // the mappings of collected buffers are undone by another thread
        close(named("image_features") + " after a collection", imageFeatures(GoldenFeatures.images(model)),
                expected(named("image_features")));
        float[] texts = clip.torch().inference(() -> clip.textEncoder().forward(tokens).toFloatArray());
        close(named("text_features") + " after a collection", texts, expected(named("text_features")));
    }

    @Test
    void logitsAndProbabilitiesAreTheOfficialOnes() {
        float[] logits = GoldenFeatures.logits(clip, clip.encodeImages(GoldenFeatures.images(model)),
                clip.textEncoder().encode(texts));
        assertAll(() -> close(named("logits_per_image"), logits, expected(named("logits_per_image"))), () -> GoldenFeatures
                .compareProbabilities(named("probs"), logits, golden.tensor(named("probs"))));
    }

    @Test
    void featuresOfImageFilesAreTheOfficialOnes() {
        List<String> order = GoldenFeatures.strings(settings.path("file_image_features_order").path(model.backbone()));
        float[][] rows = new float[order.size()][];
        Features.split(expected(named("file_image_features")), rows.length, rows, 0);
        List<GoldenImage> images = GoldenImage.all().stream().filter(image -> order.contains(image.name())).toList();
        float[] actual = imageFeatures(images.stream().map(image -> GoldenPixels.of(clip.preprocessor(), image)).toList());
        float[] expected = GoldenFeatures.flat(images.stream().map(image -> rows[order.indexOf(image.name())]).toList());
        close(named("file_image_features"), actual, expected);
    }

    @Test
    void everyActivationIsThatOfTheOfficialTowers() {
        Map<String, float[]> seen = new HashMap<>();
        Trace trace = Trace.to((name, array) -> seen.put(name, array.toFloatArray()));
        clip.torch().inference(() -> {
            clip.forward(GoldenFeatures.images(model).get(0), 1, trace);
            clip.textEncoder().forwardUnpacked(tokens.subList(0, 1), trace);
            return null;
        });
        Safetensors activations = GoldenSet.current().tensors("activations_%s.safetensors".formatted(model.backbone()));
        assertAll(activations.names().stream().map(name -> () -> {
            close("activation " + name, seen.getOrDefault(name, new float[0]), activations.tensor(name).floats());
        }));
    }

    private static List<long[]> rows(Tensor matrix) {
        long[] all = matrix.integers();
        int width = (int) matrix.shape()[1];
        return IntStream.range(0, all.length / width).mapToObj(row -> Arrays.copyOfRange(all, row * width, (row + 1) * width))
                .toList();
    }

    private float[] imageFeatures(List<float[]> pixels) {
        return clip.torch().inference(() -> clip.forward(GoldenFeatures.flat(pixels), pixels.size(), Trace.NONE)
                .toFloatArray());
    }

    private String named(String what) {
        return model.backbone() + "." + what;
    }

    private float[] expected(String name) {
        return golden.tensor(name).floats();
    }

    private void close(String name, float[] actual, float[] expected) {
        GoldenReport.close("forward", model + " " + name, actual, expected, GoldenFeatures.TOLERANCE);
    }
}
