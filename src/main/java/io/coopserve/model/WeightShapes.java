package io.coopserve.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every weight that a CLIP of some sizes has: OpenAI's name and shape. */
public final class WeightShapes {
    private static final int STEM = 3; // convolutions before the first stage of a ResNet
    private static final int EXPANSION = 4; // of a bottleneck's channels

    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private WeightShapes() {
    }

    /** Shapes in OpenAI's layout, by name, always in the same order. */
    public static Map<String, long[]> of(ClipSizes sizes) {
        WeightShapes all = new WeightShapes();
        all.text(sizes);
        if (sizes.vision() instanceof ClipSizes.ModifiedResNet resNet) {
            all.resNet(resNet, sizes);
        } else if (sizes.vision() instanceof ClipSizes.VisionTransformer transformer) {
            all.visionTransformer(transformer, sizes);
        }
        return all.shapes;
    }

    private void text(ClipSizes sizes) {
        int width = sizes.text().width();
        shapes.put("logit_scale", new long[0]);
        add("token_embedding.weight", sizes.vocabularySize(), width);
        add("positional_embedding", sizes.contextLength(), width);
        affine("ln_final", width);
        add("text_projection", width, sizes.embedding());
        blocks("transformer", sizes.text());
    }

    private void visionTransformer(ClipSizes.VisionTransformer vision, ClipSizes sizes) {
        int width = vision.width();
        add("visual.class_embedding", width);
        add("visual.conv1.weight", width, 3, vision.patchSize(), vision.patchSize());
        add("visual.positional_embedding", vision.patches(sizes.imageSize()) + 1L, width);
        affine("visual.ln_pre", width);
        affine("visual.ln_post", width);
        add("visual.proj", width, sizes.embedding());
        blocks("visual.transformer", vision.tower());
    }

    private void blocks(String name, ClipSizes.Tower tower) {
        int width = tower.width();
        for (int layer = 0; layer < tower.layers(); layer++) {
            String block = name + ".resblocks." + layer + ".";
            affine(block + "ln_1", width);
            add(block + "attn.in_proj_weight", 3L * width, width);
            add(block + "attn.in_proj_bias", 3L * width);
            linear(block + "attn.out_proj", width, width);
            affine(block + "ln_2", width);
            linear(block + "mlp.c_fc", tower.mlpWidth(), width);
            linear(block + "mlp.c_proj", width, tower.mlpWidth());
        }
    }

    private void resNet(ClipSizes.ModifiedResNet vision, ClipSizes sizes) {
        int width = vision.width();
        long[] channels = {3, width / 2, width / 2, width};
        for (int i = 1; i <= STEM; i++) {
            convolution("visual.conv" + i, "visual.bn" + i, channels[i], channels[i - 1], 3);
        }
        long in = width;
        for (int stage = 0; stage < vision.layers().size(); stage++) {
            long inner = (long) width << stage;
            for (int i = 0; i < vision.layers().get(stage); i++) {
                bottleneck("visual.layer%d.%d.".formatted(stage + 1, i), in, inner, i == 0);
                in = EXPANSION * inner;
            }
        }
        long side = vision.gridSide(sizes.imageSize());
        long features = vision.features();
        add("visual.attnpool.positional_embedding", side * side + 1, features);
        for (String projection : new String[]{"q_proj", "k_proj", "v_proj"}) {
            linear("visual.attnpool." + projection, features, features);
        }
        linear("visual.attnpool.c_proj", sizes.embedding(), features);
    }

    private void bottleneck(String name, long in, long inner, boolean first) {
        convolution(name + "conv1", name + "bn1", inner, in, 1);
        convolution(name + "conv2", name + "bn2", inner, inner, 3);
        convolution(name + "conv3", name + "bn3", EXPANSION * inner, inner, 1);
        if (first) {
            convolution(name + "downsample.0", name + "downsample.1", EXPANSION * inner, in, 1);
        }
    }

    /** A convolution without bias, and the batch normalisation behind it. */
    private void convolution(String name, String norm, long out, long in, long side) {
        add(name + ".weight", out, in, side, side);
        affine(norm, out);
        add(norm + ".running_mean", out);
        add(norm + ".running_var", out);
    }

    private void linear(String name, long rows, long columns) {
        add(name + ".weight", rows, columns);
        add(name + ".bias", rows);
    }

    private void affine(String name, long width) {
        add(name + ".weight", width);
        add(name + ".bias", width);
    }

    private void add(String name, long... shape) {
        shapes.put(name, shape);
    }
}
