package io.coopserve.clip;

import java.util.Map;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Program;
import io.coopserve.torch.Torch;

/** Causal text transformer whose feature is the end-of-text token's (CLIP, section 2.4). */
final class TextTower {
    private final Torch torch;
    private final NDArray tokenEmbedding; // (vocabulary, d)
    private final NDArray positions; // (context length, d)
    private final Transformer transformer;
    private final Transformer.Norm last;
    private final NDArray projection; // (d, e)
    private final Program program;
    private final int width;

    TextTower(DeviceWeights weights, ClipSizes sizes) {
        this.torch = weights.torch();
        this.width = sizes.text().width();
        this.tokenEmbedding = weights.array("token_embedding.weight");
        this.positions = weights.array("positional_embedding");
        this.transformer = new Transformer(weights, "transformer", sizes.text(), true);
        this.last = weights.norm("ln_final", sizes.text().epsilon());
        this.projection = weights.array("text_projection");
        this.program = torch.program(Map.of(), "distance");
    }

    /** Token embeddings without positions: (n) to (n, d). */
    NDArray embed(long[] tokens) {
        return Torch.rows(tokenEmbedding, torch.indices(tokens));
    }

    /** Euclidean distances of vectors to the embeddings of all V tokens: (n, d) to (n, V). */
    NDArray distances(NDArray vectors) {
        return program.call("distances", vectors, tokenEmbedding);
    }

    /**
     * @param embeddings (K, L, d) without positions; L may be shorter than the context length, since no token sees a later
     *        one
     * @param ends position of the end-of-text token of each of the K sequences
     * @return text features (K, e), not normalised
     */
    NDArray forward(NDArray embeddings, int[] ends, Trace trace) {
        int length = (int) embeddings.getShape().get(1);
        NDArray x = trace.see("text.embeddings", embeddings.add(positions.get("0:" + length)));
        NDArray tokens = transformer.forward(x, trace.inside("text."));
        return Torch.block(() -> {
            trace.see(() -> trace.see("text.ln_final", last.forward(tokens))); // only the end rows are needed here
            NDArray pooled = Torch.rows(tokens.reshape(-1, width), torch.indices(flat(ends, length)));
            return trace.see("text_features", last.forward(pooled).matMul(projection));
        });
    }

    private static long[] flat(int[] ends, int length) {
        long[] rows = new long[ends.length];
        for (int i = 0; i < ends.length; i++) {
            rows[i] = (long) i * length + ends[i];
        }
        return rows;
    }
}
