package io.coopserve.clip;

import java.util.EnumMap;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Products;
import io.coopserve.torch.Program;
import io.coopserve.torch.Torch;

/** Causal text transformer whose feature is the end-of-text token's (CLIP, section 2.4). */
final class TextTower {
    private final Torch torch;
    private final DeviceWeights weights;
    private final ClipSizes sizes;
    private final NDArray tokenEmbedding; // (vocabulary, d)
    private final NDArray positions; // (context length, d)
    private final TextTransformer transformer;
    private final Map<Precision, TextTransformer> trained = new EnumMap<>(Precision.class);
    private final NDArray norm;
    private final NDArray normBias;
    private final NDArray projection; // (d, e)
    private final Program distance;
    private final int width;

    TextTower(DeviceWeights weights, ClipSizes sizes) {
        this.torch = weights.torch();
        this.weights = weights;
        this.sizes = sizes;
        this.width = sizes.text().width();
        this.tokenEmbedding = weights.array("token_embedding.weight");
        this.positions = weights.array("positional_embedding");
        this.transformer = new TextTransformer(weights, sizes.text());
        this.norm = weights.array("ln_final.weight");
        this.normBias = weights.array("ln_final.bias");
        this.projection = weights.array("text_projection");
        this.distance = torch.program(Map.of(), "distance");
    }

    /** Token embeddings without positions: (n) to (n, d). */
    NDArray embed(long[] tokens) {
        return Torch.rows(tokenEmbedding, torch.indices(tokens));
    }

    /** Euclidean distances of vectors to the embeddings of all V tokens: (n, d) to (n, V). */
    NDArray distances(NDArray vectors) {
        return distance.call("distances", vectors, tokenEmbedding);
    }

    /** Rows of prompts without positions: contexts (B, C, d) to (B, N, d). */
    NDArray assemble(PromptRows rows, NDArray contexts) {
        return transformer.program().call("assembled", contexts, Torch.rows(tokenEmbedding, rows.tokens()), rows.order());
    }

    /**
     * What is trained through. Where other products are faster than libtorch's these are copies of the matrices, two of each,
     * made when the first run needs them; they stay, for there will be another. Not to be called where arrays have a scope.
     *
     * @param precision of products; fp32 where the device would be slow in another
     */
    synchronized TextTransformer trained(Precision precision) {
        return trained.computeIfAbsent(torch.trainingPrecision(precision), this::transformer);
    }

    private TextTransformer transformer(Precision precision) {
        Products products = torch.trainingProducts(precision);
        return precision == Precision.FP32 && products == Products.LIBTORCH
                ? transformer
                : new TextTransformer(new DeviceWeights(weights.weights(), torch, precision, products), sizes.text());
    }

    /** About the most memory that training with prompts holds, for B contexts. */
    long bytes(PackedPrompts prompts, int contexts) {
        return transformer.bytes(prompts, contexts);
    }

    /** Features of prompts without context vectors, (K, e), not normalised. */
    NDArray forward(PackedPrompts prompts, Trace trace) {
        NDArray none = torch.array(new float[width], 1, 1, width);
        NDArray features = new Pass(transformer, prompts, none, false, trace).features();
        return features.reshape(prompts.classes(), features.getShape().get(2));
    }

    /**
     * Features of prompts for some contexts.
     *
     * @param transformer {@link #trained} for one that can be differentiated
     * @param contexts (B, C, d)
     */
    Pass forward(TextTransformer transformer, PackedPrompts prompts, NDArray contexts, boolean differentiable) {
        return new Pass(transformer, prompts, contexts, differentiable, Trace.NONE);
    }

    /** Features of prompts for contexts (B, C, d), not differentiable: (B, K, e), not normalised. */
    NDArray forward(PackedPrompts prompts, NDArray contexts) {
        return forward(transformer, prompts, contexts, false).features();
    }

    /** One pass through the tower, inside {@link Torch#inference}, where its arrays end. */
    final class Pass implements TextPass {
        private final NDArray contexts;
        private final Program program;
        private final PromptRows rows;
        private final TextTransformer.Pass blocks;
        private final NDList projected;

        private Pass(TextTransformer transformer, PackedPrompts prompts, NDArray contexts, boolean differentiable,
                Trace trace) {
            this.program = transformer.program();
            this.contexts = contexts;
            this.rows = PromptRows.of(torch, prompts, (int) contexts.getShape().get(1));
            NDArray x = Torch.block(() -> assemble(rows, contexts).add(Torch.rows(positions, rows.positions())));
            trace.see("text.embeddings", x);
            this.blocks = transformer.forward(x, rows, differentiable, trace.inside("text."));
            trace.see(() -> trace.see("text.ln_final", program.call("normalised", blocks.output(), norm, normBias)));
            this.projected = program.callForAll("project_ends", blocks.ends(), norm, normBias, projection);
            trace.see("text_features", features());
        }

        @Override
        public NDArray features() {
            return projected.get(0);
        }

        @Override
        public NDArray backward(NDArray gradient) {
            NDArray ends = program.call("project_ends_backward", gradient, blocks.ends(), projected.get(1), projected.get(2),
                    norm, projection);
            return program.call("scattered", blocks.backward(ends), rows.vectors(), contexts);
        }
    }
}
