package io.coopserve.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.image.Preprocessing;
import io.coopserve.tensors.TensorFile;

/**
 * open_clip's {@code open_clip_config.json}, of the models whose towers are CLIP's own. A field that the file leaves out has
 * the value that open_clip gives it; one that asks for something else than CLIP has is refused by name.
 */
final class OpenClipConfiguration {
    static final String FILE = "open_clip_config.json";
    private static final float EPSILON = 1e-5f;
    /** Fields that change nothing here, and those that must have one value. */
    private static final Set<String> HARMLESS = Set.of("patch_dropout", "init_logit_scale", "hf_tokenizer_name",
            "hf_model_pretrained", "timm_model_pretrained");
    private static final Map<String, String> ONLY = Map.of("pool_type", "tok argmax", "pos_embed_type", "learnable", "pad_id",
            "0", "proj_type", "linear");
    private static final Set<String> MODEL = Set.of("embed_dim", "vision_cfg", "text_cfg", "quick_gelu");
    private static final Set<String> VISION = Set.of("image_size", "layers", "width", "patch_size", "head_width", "mlp_ratio");
    private static final Set<String> TEXT = Set.of("context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio");

    private final JsonNode model;
    private final boolean quickGelu;

    private OpenClipConfiguration(JsonNode root, boolean quickGelu) {
        this.model = root.path("model_cfg");
        this.quickGelu = quickGelu || model.path("quick_gelu").asBoolean();
    }

    static ClipSizes sizes(ModelFolder folder, TensorFile weights) {
        return new OpenClipConfiguration(folder.json(FILE), isOpenAi(folder, weights)).sizes();
    }

    /**
     * Whether these are weights of OpenAI, whose activation is QuickGELU even where the configuration does not say so: their
     * files have three numbers beside the weights, timm's copies of them are tagged.
     */
    private static boolean isOpenAi(ModelFolder folder, TensorFile weights) {
        return weights.names().contains("input_resolution") || folder.isInside(".openai")
                || folder.has(HuggingFaceConfiguration.FILE) && folder.json(HuggingFaceConfiguration.FILE).path(
                        "pretrained_cfg").path("tag").asText().equals("openai");
    }

    private ClipSizes sizes() {
        JsonNode vision = model.path("vision_cfg");
        JsonNode text = model.path("text_cfg");
        if (!vision.isObject() || !text.isObject()) {
            throw new InvalidModelException("open_clip_config.json: model_cfg with vision_cfg and text_cfg is needed");
        }
        refuseOthers("model_cfg", model, MODEL);
        refuseOthers("model_cfg.vision_cfg", vision, VISION);
        refuseOthers("model_cfg.text_cfg", text, TEXT);
        int textWidth = size(text, "width", 512);
        ClipSizes.Tower tower = new ClipSizes.Tower(textWidth, size(text, "layers", 12), size(text, "heads", 8), mlpWidth(text,
                textWidth), quickGelu, EPSILON);
        return new ClipSizes(vision.path("layers").isArray() ? resNet(vision) : transformer(vision), tower, imageSize(vision),
                size(text, "vocab_size", 49408), size(text, "context_length", 77), size(model, "embed_dim", 0));
    }

    private ClipSizes.Vision transformer(JsonNode vision) {
        int width = size(vision, "width", 768);
        int headWidth = size(vision, "head_width", 64);
        if (headWidth < 1 || width % headWidth != 0) {
            throw new InvalidModelException("open_clip_config.json: width %d is not a multiple of head_width %d".formatted(
                    width, headWidth));
        }
        return new ClipSizes.VisionTransformer(new ClipSizes.Tower(width, size(vision, "layers", 12), width / headWidth,
                mlpWidth(vision, width), quickGelu, EPSILON), size(vision, "patch_size", 16));
    }

    private static ClipSizes.Vision resNet(JsonNode vision) {
        List<Integer> layers = StreamSupport.stream(vision.path("layers").spliterator(), false).limit(5).map(JsonNode::asInt)
                .toList();
        if (size(vision, "head_width", 64) != 64) {
            throw new InvalidModelException("open_clip_config.json: head_width %s of a ResNet is not served; 64 is".formatted(
                    vision.path("head_width")));
        }
        return new ClipSizes.ModifiedResNet(layers, size(vision, "width", 64));
    }

    private static int imageSize(JsonNode vision) {
        JsonNode size = vision.path("image_size");
        if (size.isArray() && size.size() == 2 && size.get(0).equals(size.get(1)) && size.get(0).isInt()) {
            return size.get(0).asInt();
        }
        return size(vision, "image_size", 224);
    }

    private static int mlpWidth(JsonNode tower, int width) {
        return (int) (width * tower.path("mlp_ratio").asDouble(4));
    }

    /** preprocess_cfg; what it leaves out is OpenAI's. */
    static Preprocessing preprocessing(JsonNode root, ClipSizes sizes) {
        JsonNode preprocess = root.path("preprocess_cfg");
        only(preprocess, "interpolation", "bicubic");
        only(preprocess, "resize_mode", "shortest");
        only(preprocess, "mode", "RGB");
        JsonNode size = preprocess.path("size");
        for (JsonNode side : size.isArray() ? size : List.of(size)) {
            if (!side.isMissingNode() && !side.isNull() && side.asInt() != sizes.imageSize()) {
                throw new InvalidModelException("open_clip_config.json: preprocess_cfg.size %s is not the image size %d"
                        .formatted(size, sizes.imageSize()));
            }
        }
        Preprocessing official = Preprocessing.official(sizes.imageSize());
        return new Preprocessing(sizes.imageSize(), sizes.imageSize(), preprocess.has("mean")
                ? PreprocessorFile.triple(FILE, preprocess, "mean")
                : official.mean(),
                preprocess.has("std")
                        ? PreprocessorFile.triple(FILE, preprocess, "std")
                        : official.deviation());
    }

    private static void only(JsonNode node, String field, String value) {
        if (!node.path(field).asText(value).equals(value)) {
            throw new InvalidModelException("open_clip_config.json: preprocess_cfg.%s %s is not served; %s is".formatted(field,
                    node.path(field), value));
        }
    }

    private static void refuseOthers(String where, JsonNode node, Set<String> known) {
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            boolean nothing = value.isNull() || value.isBoolean() && !value.asBoolean();
            boolean usual = List.of(ONLY.getOrDefault(field.getKey(), "").split(" ")).contains(value.asText());
            if (!nothing && !usual && !known.contains(field.getKey()) && !HARMLESS.contains(field.getKey())) {
                throw new InvalidModelException("open_clip_config.json: %s.%s = %.100s is not served".formatted(where, field
                        .getKey(), value));
            }
        });
    }

    private static int size(JsonNode node, String field, int otherwise) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt()) {
            throw new InvalidModelException("open_clip_config.json: %s is %s, a positive integer was expected".formatted(field,
                    value));
        }
        return value.asInt();
    }
}
