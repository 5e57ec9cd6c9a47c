package io.coopserve.bench;

import java.util.Map;

/** The tensors of an RN50 by OpenAI's names: what a folder of weights alone holds. */
record ResNetShapes(Map<String, long[]> shapes) {
    private static final int[] LAYERS = {3, 4, 6, 3};

    void all(int width, int textWidth, int embedding) {
        int features = 32 * width;
        int grid = RandomModel.SIDE / 32;
        shapes.put("logit_scale", new long[0]);
        shapes.put("positional_embedding", new long[]{RandomModel.CONTEXT, textWidth});
        shapes.put("text_projection", new long[]{textWidth, embedding});
        convolution("visual.conv1", "visual.bn1", width / 2, 3, 3);
        convolution("visual.conv2", "visual.bn2", width / 2, width / 2, 3);
        convolution("visual.conv3", "visual.bn3", width, width / 2, 3);
        int in = width;
        for (int stage = 0; stage < LAYERS.length; stage++) {
            int narrow = width << stage;
            for (int i = 0; i < LAYERS[stage]; i++) {
                String name = "visual.layer%d.%d.".formatted(stage + 1, i);
                convolution(name + "conv1", name + "bn1", narrow, in, 1);
                convolution(name + "conv2", name + "bn2", narrow, narrow, 3);
                convolution(name + "conv3", name + "bn3", 4 * narrow, narrow, 1);
                if (i == 0) {
                    convolution(name + "downsample.0", name + "downsample.1", 4 * narrow, in, 1);
                }
                in = 4 * narrow;
            }
        }
        shapes.put("visual.attnpool.positional_embedding", new long[]{grid * grid + 1, features});
        for (String part : new String[]{"q_proj", "k_proj", "v_proj"}) {
            linear("visual.attnpool." + part, features, features);
        }
        linear("visual.attnpool.c_proj", embedding, features);
        shapes.put("token_embedding.weight", new long[]{RandomModel.VOCABULARY, textWidth});
        for (int layer = 0; layer < RandomModel.TEXT_LAYERS; layer++) {
            String name = "transformer.resblocks.%d.".formatted(layer);
            norm(name + "ln_1", textWidth);
            shapes.put(name + "attn.in_proj_weight", new long[]{3 * textWidth, textWidth});
            shapes.put(name + "attn.in_proj_bias", new long[]{3 * textWidth});
            linear(name + "attn.out_proj", textWidth, textWidth);
            norm(name + "ln_2", textWidth);
            linear(name + "mlp.c_fc", 4 * textWidth, textWidth);
            linear(name + "mlp.c_proj", textWidth, 4 * textWidth);
        }
        norm("ln_final", textWidth);
    }

    private void convolution(String name, String norm, int out, int in, int side) {
        shapes.put(name + ".weight", new long[]{out, in, side, side});
        norm(norm, out);
        shapes.put(norm + ".running_mean", new long[]{out});
        shapes.put(norm + ".running_var", new long[]{out});
    }

    private void norm(String name, int size) {
        shapes.put(name + ".weight", new long[]{size});
        shapes.put(name + ".bias", new long[]{size});
    }

    private void linear(String name, int rows, int columns) {
        shapes.put(name + ".weight", new long[]{rows, columns});
        shapes.put(name + ".bias", new long[]{rows});
    }
}
