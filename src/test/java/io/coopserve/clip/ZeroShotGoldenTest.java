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
        float[][] classes = ensemble();
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

    /** Mean of the features over all templates, of length 1 again (CLIP, section 3.1.4). */
    private float[][] ensemble() {
        List<String> names = GoldenFeatures.strings(settings.path("class_names"));
        List<String> templates = GoldenFeatures.strings(settings.path("templates"));
        float[][] means = new float[names.size()][clip.embedding()];
        for (String template : templates) {
            float[][] features = clip.textEncoder().encode(names.stream().map(name -> template.replace("{}", name.replace('_',
                    ' '))).toList());
            for (int i = 0; i < means.length; i++) {
                for (int k = 0; k < means[i].length; k++) {
                    means[i][k] += features[i][k] / templates.size();
                }
            }
        }
        for (float[] mean : means) {
            double length = 0;
            for (float value : mean) {
                length += (double) value * value;
            }
            for (int k = 0; k < mean.length; k++) {
                mean[k] /= (float) Math.sqrt(length);
            }
        }
        return means;
    }
}
