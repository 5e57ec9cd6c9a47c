package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.tensors.Safetensors;

@ExtendWith(GoldenReport.class)
@ParameterizedClass
@EnumSource(GoldenModel.class)
class ZeroShotGoldenTest {
    private final GoldenModel model;
    private final Clip clip;
    private final JsonNode settings = GoldenSet.current().json("zeroshot.json");
    private final Safetensors golden = GoldenSet.current().tensors("zeroshot.safetensors");

    ZeroShotGoldenTest(GoldenModel model) {
        this.model = model;
        this.clip = model.clip();
    }

    @Test
    void ensembledTemplatesGiveTheOfficialFeaturesAndProbabilities() {
        float[][] classes = clip.textEncoder().templateWeights(GoldenFeatures.strings(settings.path("class_names")),
                GoldenFeatures.strings(settings.path("templates")));
        float[] logits = GoldenFeatures.logits(clip, clip.encodeImages(GoldenFeatures.images(model)), classes);
        assertAll(
                () -> close("text_features", GoldenFeatures.flat(List.of(classes))),
                () -> close("logits", logits),
                () -> GoldenFeatures.compareProbabilities("zeroshot %s probs".formatted(model), logits,
                        golden.tensor(model.backbone() + ".probs")));
    }

    private void close(String name, float[] actual) {
        GoldenReport.close("forward", "zeroshot %s %s".formatted(model, name), actual,
                golden.tensor(model.backbone() + "." + name).floats(),
                GoldenFeatures.TOLERANCE);
    }
}
