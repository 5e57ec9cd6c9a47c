package io.coopserve.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Hugging Face's {@code config.json} of a CLIP. A field that the file leaves out has the value that transformers gives it.
 */
final class HuggingFaceConfiguration {
    static final String FILE = "config.json";

    private HuggingFaceConfiguration() {
    }

    /** Whether it describes a whole CLIP; timm keeps the image tower's description under the same name. */
    static boolean isClip(JsonNode root) {
        return root.path("model_type").asText().equals("clip");
    }

    static ClipSizes sizes(JsonNode root) {
        if (!isClip(root)) {
            throw new InvalidModelException("config.json: model_type '%s' is not served; only 'clip' is".formatted(root.path(
                    "model_type").asText("(none)")));
        }
        JsonNode vision = root.path("vision_config");
        JsonNode text = root.path("text_config");
        if (!vision.isObject() || !text.isObject()) {
            throw new InvalidModelException("config.json: vision_config and text_config are needed");
        }
        ClipSizes.Vision transformer = new ClipSizes.VisionTransformer(tower(vision, 768, 12), size(vision, "patch_size", 32));
        return new ClipSizes(transformer, tower(text, 512, 8), size(vision, "image_size", 224), size(text, "vocab_size", 49408),
                size(text, "max_position_embeddings", 77), size(root, "projection_dim", 512));
    }

    private static ClipSizes.Tower tower(JsonNode node, int width, int heads) {
        String activation = node.path("hidden_act").asText("quick_gelu");
        if (!activation.equals("quick_gelu") && !activation.equals("gelu")) {
            throw new InvalidModelException("config.json: unknown activation '%s'; known: quick_gelu, gelu"
                    .formatted(activation));
        }
        return new ClipSizes.Tower(size(node, "hidden_size", width), size(node, "num_hidden_layers", 12), size(node,
                "num_attention_heads", heads), size(node, "intermediate_size", 4 * width), activation.equals("quick_gelu"),
                (float) node.path("layer_norm_eps").asDouble(1e-5));
    }

    private static int size(JsonNode node, String field, int otherwise) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt()) {
            throw new InvalidModelException("config.json: %s is %s, a positive integer was expected".formatted(field, value));
        }
        return value.asInt();
    }
}
