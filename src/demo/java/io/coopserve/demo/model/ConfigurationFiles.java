package io.coopserve.demo.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.coopserve.image.Preprocessing;
import io.coopserve.model.ClipSizes;
import io.coopserve.model.Vocabulary;

/**
 * What transformers reads beside the weights. Numbers are put in as %s, and floats as the shortest decimal that gives them
 * back: neither depends on the locale or on the release of Java.
 */
final class ConfigurationFiles {
    private static final String CONFIGURATION = """
            {
              "architectures": [
                "CLIPModel"
              ],
              "initializer_factor": 1.0,
              "logit_scale_init_value": 2.6592,
              "model_type": "clip",
              "projection_dim": %s,
              "text_config": {
                "bos_token_id": %s,
                "eos_token_id": %s,
                "max_position_embeddings": %s,
                "model_type": "clip_text_model",
                "pad_token_id": %s,
                "vocab_size": %s,
            %s
              },
              "torch_dtype": "float16",
              "vision_config": {
                "image_size": %s,
                "model_type": "clip_vision_model",
                "num_channels": 3,
                "patch_size": %s,
            %s
              }
            }
            """;
    private static final String TOWER = """
            "attention_dropout": 0.0,
            "hidden_act": "%s",
            "hidden_size": %s,
            "initializer_factor": 1.0,
            "initializer_range": 0.02,
            "intermediate_size": %s,
            "layer_norm_eps": %s,
            "num_attention_heads": %s,
            "num_hidden_layers": %s,
            "projection_dim": %s""".indent(4).stripTrailing();
    private static final String PREPROCESSING = """
            {
              "crop_size": %s,
              "do_center_crop": true,
              "do_normalize": true,
              "do_resize": true,
              "feature_extractor_type": "CLIPFeatureExtractor",
              "image_mean": %s,
              "image_processor_type": "CLIPImageProcessor",
              "image_std": %s,
              "resample": 3,
              "size": %s
            }
            """;

    private ConfigurationFiles() {
    }

    /**
     * {@code config.json}. The features of a text are those at its end: transformers until 2023 looks for the largest id
     * there, and later for eos_token_id, unless that is 2, as old files have it. So it is the largest and is named.
     */
    static String configuration(ClipSizes sizes, Vocabulary vocabulary) {
        if (!(sizes.vision() instanceof ClipSizes.VisionTransformer vision)) {
            throw new IllegalArgumentException("Hugging Face's CLIP has a vision transformer, not a " + sizes.vision());
        }
        int end = vocabulary.ids().get(Vocabulary.END);
        if (end != sizes.vocabularySize() - 1 || end != vocabulary.largestId()) {
            throw new IllegalArgumentException("token %s ends a text; the last of %s has to".formatted(end, sizes
                    .vocabularySize()));
        }
        return CONFIGURATION.formatted(sizes.embedding(), vocabulary.ids().get(Vocabulary.START), end, sizes.contextLength(),
                end, sizes.vocabularySize(), tower(sizes.text(), sizes), sizes.imageSize(), vision.patchSize(), tower(vision
                        .tower(), sizes));
    }

    private static String tower(ClipSizes.Tower tower, ClipSizes sizes) {
        return TOWER.formatted(tower.quickGelu() ? "quick_gelu" : "gelu", tower.width(), tower.mlpWidth(), decimal(tower
                .epsilon()), tower.heads(), tower.layers(), sizes.embedding());
    }

    /** {@code preprocessor_config.json}, as older releases and newer ones read it. */
    static String preprocessing(Preprocessing preprocessing) {
        return PREPROCESSING.formatted(preprocessing.side(), list(preprocessing.mean()), list(preprocessing.deviation()),
                preprocessing.shortSide());
    }

    private static String list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> decimal(values[i])).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String decimal(float value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = IntStream.rangeClosed(1, 9).mapToObj(digits -> exact.round(new MathContext(digits))).filter(
                rounded -> rounded.floatValue() == value).findFirst().orElseThrow();
        return shortest.setScale(Math.max(1, shortest.scale())).toPlainString(); // 1.0: a whole number is of another type
    }
}
