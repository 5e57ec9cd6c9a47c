package io.coopserve.clip;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.prompt.Scores;
import io.coopserve.torch.Precision;

/** Every precision on both backbones: near enough to the official numbers, and the same whatever else is in the batch. */
@ExtendWith(GoldenReport.class)
class PrecisionGoldenTest {
    private static final double LEAST_COSINE = 0.999;
    private static final double BATCH_TOLERANCE = 1e-6;

    static Stream<Arguments> all() {
        return Stream.of(GoldenModel.VIT, GoldenModel.RN).flatMap(model -> Stream.of(Precision.values()).map(
                precision -> Arguments.of(model, precision)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void featuresPointWhereTheOfficialOnesDo(GoldenModel model, Precision precision) {
        float[] expected = GoldenSet.current().tensors("vectors.safetensors").tensor(model.backbone() + ".image_features")
                .floats();
        try (Clip clip = model.in(precision.toString())) {
            float[][] features = clip.encodeImages(GoldenFeatures.images(model));
            float[][] official = new float[features.length][];
            Features.split(expected, official.length, official, 0);
            for (int i = 0; i < features.length; i++) {
                String image = "%s %s features of image %d".formatted(model, precision, i);
                GoldenReport.atLeast("cosine." + model + "." + precision, image, cosine(features[i], official[i]),
                        LEAST_COSINE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void featuresAreTheSameAloneAndInAnyCompany(GoldenModel model, Precision precision) {
        try (Clip clip = model.in(precision.toString())) {
            List<float[]> images = GoldenFeatures.images(model);
            List<float[]> together = List.of(clip.encodeImages(images));
            for (int size = 1; size < images.size(); size++) {
                int from = images.size() - size;
                GoldenReport.same("batch", "%s %s features in a batch of %d".formatted(model, precision, size), clip
                        .encodeImages(images.subList(from, images.size())), together.subList(from, images.size()),
                        BATCH_TOLERANCE);
            }
        }
    }

    private static double cosine(float[] a, float[] b) {
        return Scores.dot(a, b) / Math.sqrt(Scores.dot(a, a) * Scores.dot(b, b));
    }
}
