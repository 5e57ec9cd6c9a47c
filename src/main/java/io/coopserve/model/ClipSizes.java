package io.coopserve.model;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Sizes of a CLIP.
 *
 * @param imageSize n, the side of the square input in pixels
 * @param vocabularySize number of tokens
 * @param contextLength longest token sequence, begin and end of text included
 * @param embedding width e of the joint space
 */
public record ClipSizes(Vision vision, Tower text, int imageSize, int vocabularySize, int contextLength, int embedding) {

    /** The image tower. */
    public sealed interface Vision {
        /** Channels of its inner representation. */
        int width();
    }

    /**
     * Patches and a transformer over them (CLIP, section 2.4).
     *
     * @param patchSize side of a patch in pixels
     */
    public record VisionTransformer(Tower tower, int patchSize) implements Vision {
        @Override
        public int width() {
            return tower.width();
        }

        /** Number of patches of an image. */
        public int patches(int imageSize) {
            int side = imageSize / patchSize;
            return side * side;
        }

        @Override
        public String toString() {
            return "ViT/%d, %d layers".formatted(patchSize, tower.layers());
        }
    }

    /**
     * ResNet-D with attention pooling (CLIP, section 2.4).
     *
     * @param layers number of bottlenecks in each of the four stages
     * @param width channels after the stem; the last stage has 32 times as many
     */
    public record ModifiedResNet(List<Integer> layers, int width) implements Vision {
        /** Bottlenecks and the convolutions around them, as in RN50. */
        @Override
        public String toString() {
            return "RN%d".formatted(2 + 3 * layers.stream().mapToInt(Integer::intValue).sum());
        }

        /** Channels of the attention pool. */
        public int features() {
            return 32 * width;
        }

        /** Heads of the attention pool, 64 channels each. */
        public int heads() {
            return features() / 64;
        }
    }

    /**
     * One transformer.
     *
     * @param width d, the length of a token's vector
     * @param mlpWidth hidden width of the feed-forward layers
     */
    public record Tower(int width, int layers, int heads, int mlpWidth, boolean quickGelu, float epsilon) {
        public Tower {
            if (width % heads != 0) {
                throw new InvalidModelException("config.json: width %d is not a multiple of %d heads".formatted(width, heads));
            }
        }

        private static Tower from(JsonNode node, int width, int heads) {
            String activation = node.path("hidden_act").asText("quick_gelu");
            if (!activation.equals("quick_gelu") && !activation.equals("gelu")) {
                throw new InvalidModelException("config.json: unknown activation '%s'; known: quick_gelu, gelu"
                        .formatted(activation));
            }
            int actualWidth = size(node, "hidden_size", width);
            return new Tower(actualWidth, size(node, "num_hidden_layers", 12), size(node, "num_attention_heads", heads),
                    size(node, "intermediate_size", 4 * width), activation.equals("quick_gelu"),
                    (float) node.path("layer_norm_eps").asDouble(1e-5));
        }
    }

    /**
     * As Hugging Face's {@code config.json} gives them. A field that the file leaves out has the value that transformers
     * gives it.
     */
    static ClipSizes from(JsonNode root) {
        String type = root.path("model_type").asText("(none)");
        if (!type.equals("clip")) {
            throw new InvalidModelException("config.json: model_type '%s' is not served; only 'clip' is".formatted(type));
        }
        JsonNode vision = root.path("vision_config");
        JsonNode text = root.path("text_config");
        if (!vision.isObject() || !text.isObject()) {
            throw new InvalidModelException("config.json: vision_config and text_config are needed");
        }
        ClipSizes sizes = new ClipSizes(new VisionTransformer(Tower.from(vision, 768, 12), size(vision, "patch_size", 32)),
                Tower.from(text, 512, 8), size(vision, "image_size", 224), size(text, "vocab_size", 49408),
                size(text, "max_position_embeddings", 77), size(root, "projection_dim", 512));
        if (sizes.imageSize % size(vision, "patch_size", 32) != 0) {
            throw new InvalidModelException("config.json: image_size %d is not a multiple of patch_size %d"
                    .formatted(sizes.imageSize, size(vision, "patch_size", 32)));
        }
        return sizes;
    }

    private static int size(JsonNode node, String field, int otherwise) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || value.asInt() < 1) {
            throw new InvalidModelException("config.json: %s is %s, a positive integer was expected".formatted(field, value));
        }
        return value.asInt();
    }
}
