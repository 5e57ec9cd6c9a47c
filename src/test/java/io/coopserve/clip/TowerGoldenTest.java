package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenImage;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.model.Checkpoint;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

@ExtendWith(GoldenReport.class)
class TowerGoldenTest {
    private final Clip clip = GoldenSet.clip();
    private final JsonNode settings = GoldenSet.current().json("vectors.json");
    private final Safetensors golden = GoldenSet.current().tensors("vectors.safetensors");
    private final List<long[]> tokens = rows(golden.tensor("vit.tokens")); // zero-padded to the context length
    private final List<String> texts = GoldenFeatures.strings(settings.path("texts"));

    @Test
    void tokensOfTheTextsAreTheOfficialOnes() {
        Tokenizer tokenizer = new Tokenizer(Checkpoint.open(GoldenSet.current().model()).vocabulary());
        int length = tokens.get(0).length;
        long[] actual = texts.stream().map(tokenizer::sequence)
                .flatMapToLong(ids -> Arrays.stream(Tokenizer.padded(ids, length)))
                .toArray();
        GoldenReport.exact("vit.tokens", actual, golden.tensor("vit.tokens").integers());
    }

    @Test
    void logitScaleIsTheOfficialOne() {
        close("logit_scale_exp", new float[]{clip.logitScale()}, new float[]{(float) settings.path("models").path("vit").path(
                "logit_scale_exp").asDouble()});
    }

    @Test
    void imageFeaturesAreThoseOfTheOfficialTower() {
        close("vit.image_features", imageFeatures(GoldenFeatures.images()), expected("vit.image_features"));
    }

    @Test
    void textFeaturesAreThoseOfTheOfficialTower() {
        float[] actual = clip.torch().inference(() -> clip.textEncoder().forward(tokens, Trace.NONE).toFloatArray());
        close("vit.text_features", actual, expected("vit.text_features"));
    }

    /** libtorch reads mapped files in place: were the last reference to a mapping dropped, the JVM would crash here. */
    @Test
    void weightsOutliveAGarbageCollection() throws InterruptedException {
        System.gc();
        Thread.sleep(200); // the mappings of collected buffers are undone by another thread
        close("vit.image_features after a collection", imageFeatures(GoldenFeatures.images()), expected("vit.image_features"));
        float[] texts = clip.torch().inference(() -> clip.textEncoder().forward(tokens, Trace.NONE).toFloatArray());
        close("vit.text_features after a collection", texts, expected("vit.text_features"));
    }

    @Test
    void logitsAndProbabilitiesAreTheOfficialOnes() {
        float[] logits = GoldenFeatures.logits(clip.encodeImages(GoldenFeatures.images()), clip.textEncoder().encode(texts));
        assertAll(() -> close("vit.logits_per_image", logits, expected("vit.logits_per_image")), () -> GoldenFeatures
                .compareProbabilities("vit.probs", logits, golden.tensor("vit.probs")));
    }

    @Test
    void featuresOfImageFilesAreTheOfficialOnes() {
        List<String> order = GoldenFeatures.strings(settings.path("file_image_features_order").path("vit"));
        float[][] rows = new float[order.size()][];
        Features.split(expected("vit.file_image_features"), rows.length, rows, 0);
        List<GoldenImage> images = GoldenImage.all().stream().filter(image -> order.contains(image.name())).toList();
        float[] actual = imageFeatures(images.stream().map(image -> clip.preprocessor().pixels(image.file())).toList());
        float[] expected = GoldenFeatures.flat(images.stream().map(image -> rows[order.indexOf(image.name())]).toList());
        close("vit.file_image_features", actual, expected);
    }

    @Test
    void everyActivationIsThatOfTheOfficialTowers() {
        Map<String, float[]> seen = new HashMap<>();
        Trace trace = Trace.to((name, array) -> seen.put(name, array.toFloatArray()));
        clip.torch().inference(() -> {
            clip.forward(GoldenFeatures.images().get(0), 1, trace);
            clip.textEncoder().forward(tokens.subList(0, 1), trace);
            return null;
        });
        Safetensors activations = GoldenSet.current().tensors("activations_vit.safetensors");
        assertAll(activations.names().stream().map(name -> () -> {
            close("activation " + name, seen.getOrDefault(name, new float[0]), computed(activations.tensor(name)));
        }));
    }

    /**
     * Of a text's (1, T, d) the positions up to the end token: the tower is fed the whole padded context and computes no
     * later ones, since the mask is causal and nothing reads them.
     */
    private float[] computed(Tensor activation) {
        float[] all = activation.floats();
        if (!activation.name().startsWith("text.")) {
            return all;
        }
        GoldenReport.notCovered("activations_vit.safetensors: %s behind the end token".formatted(activation.name()));
        long[] ids = tokens.get(0);
        long largest = Arrays.stream(ids).max().orElseThrow();
        int end = IntStream.range(0, ids.length).filter(i -> ids[i] == largest).findFirst().orElseThrow();
        return Arrays.copyOf(all, (end + 1) * (int) activation.shape()[2]);
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

    private float[] expected(String name) {
        return golden.tensor(name).floats();
    }

    private static void close(String name, float[] actual, float[] expected) {
        GoldenReport.close("forward", name, actual, expected, GoldenFeatures.TOLERANCE);
    }
}
