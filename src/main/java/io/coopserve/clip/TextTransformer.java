package io.coopserve.clip;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Program;
import io.coopserve.torch.Torch;

/**
 * The causal transformer of a text tower over {@link PackedPrompts}, forward and backward (CLIP, section 2.4). In all shapes B
 * is the number of contexts, N that of rows, K that of prompts.
 * <p>
 * Backward is written by hand: weights are frozen, so most of what autograd would keep is not needed, and products with packed
 * matrices have no gradient of their own.
 */
final class TextTransformer {
    private static final String NAME = "transformer";

    private final List<BlockWeights> blocks;
    private final List<BlockWeights.Backward> backward;
    private final Program program;
    private final long width; // d
    private final long high; // width between the two layers of a feed-forward
    private final long heads;

    TextTransformer(DeviceWeights weights, ClipSizes.Tower sizes) {
        this.blocks = BlockWeights.of(weights, NAME, sizes);
        this.backward = BlockWeights.Backward.of(weights, NAME, blocks);
        this.program = weights.torch().program(BlockWeights.constants(sizes), weights.products().source(), "text");
        this.width = sizes.width();
        this.high = sizes.mlpWidth();
        this.heads = sizes.heads();
    }

    /** Functions over rows. */
    Program program() {
        return program;
    }

    /** @param input (B, N, d), which now is the pass' */
    Pass forward(NDArray input, PromptRows rows, boolean differentiable, Trace trace) {
        return new Pass(input, rows, differentiable, trace);
    }

    /**
     * About the most memory in bytes that a pass and its way back hold: what all blocks keep, and what one computes with.
     *
     * @param contexts B
     */
    long bytes(PackedPrompts prompts, int contexts) {
        long rows = prompts.rows();
        long beginning = prompts.beginning();
        long length = prompts.length();
        long slots = prompts.groups() * length;
        long seen = beginning + length;
        long kept = rows * (5 * width + high) + heads * (beginning * beginning + slots * seen);
        long working = rows * Math.max(8 * width, 2 * high) + 8 * slots * width + 8 * prompts.groups() * seen * width;
        return Float.BYTES * contexts * (blocks.size() * kept + working);
    }

    /** What backward needs of one block; see the functions {@code attend} and {@code feed}. */
    private record Kept(NDArray input, NDList attended, NDList fed) {
        void close() {
            input.close();
            attended.close();
            fed.close();
        }
    }

    /** One pass through all blocks. Its arrays end with the scope that it was made in, if not before. */
    final class Pass {
        private final PromptRows rows;
        private final boolean differentiable;
        private final List<Kept> kept = new ArrayList<>();
        private final NDArray output;
        private final NDArray ends; // (B, K, d)

        private Pass(NDArray input, PromptRows rows, boolean differentiable, Trace trace) {
            this.rows = rows;
            this.differentiable = differentiable;
            NDArray x = input;
            for (int layer = 0; layer < blocks.size(); layer++) {
                x = block(layer, x, trace);
            }
            this.output = x;
            this.ends = trace.isWatched() ? select(x) : x;
        }

        /** All rows while somebody looks, (B, N, d), else those of the ends. */
        NDArray output() {
            return output;
        }

        /** Rows of the end-of-text tokens, (B, K, d). */
        NDArray ends() {
            return ends;
        }

        /** Of the last block only rows of ends are used: nothing else is computed behind its attention. */
        private boolean isNarrow(int layer) {
            return layer == blocks.size() - 1;
        }

        private NDArray block(int layer, NDArray x, Trace trace) {
            BlockWeights b = blocks.get(layer);
            NDList attended = program.callForAll("attend", x, rows.slots(), rows.owners(), rows.causal(), rows.mask(),
                    b.norm1(),
                    b.norm1Bias(),
                    b.qkv(), b.qkvBias());
            NDArray mixed = attended.remove(0);
            boolean narrow = isNarrow(layer) && !trace.isWatched();
            NDArray before = narrow ? select(x) : x;
            NDArray seen = narrow ? Torch.replace(mixed, select(mixed)) : mixed;
            NDList fed = program.callForAll("feed", before, seen, b.out(), b.outBias(), b.norm2(), b.norm2Bias(), b.up(), b
                    .upBias(), b.down(), b.downBias());
            seen.close();
            if (narrow) {
                before.close();
            }
            NDArray output = fed.remove(0);
            trace(trace.inside("block" + layer), b, x, fed.get(0), output);
            Kept block = new Kept(x, attended, fed);
            if (differentiable) {
                kept.add(block);
            } else {
                block.close();
            }
            return output;
        }

        private void trace(Trace trace, BlockWeights b, NDArray x, NDArray y, NDArray output) {
            trace.see(() -> {
                trace.see(".ln_1", program.call("normalised", x, b.norm1(), b.norm1Bias()));
                trace.see(".attn", y.sub(x));
                trace.see(".mlp", output.sub(y));
                trace.see("", output);
            });
        }

        private NDArray select(NDArray x) {
            return program.call("selected", x, rows.ends());
        }

        /**
         * Gradients of the ends to those of the input, once.
         *
         * @param gradient (B, K, d), which is closed
         * @return (B, V, d), of the V rows that are context vectors; those of tokens are not needed
         */
        NDArray backward(NDArray gradient) {
            NDArray g = gradient;
            for (int layer = blocks.size() - 1; layer >= 0; layer--) {
                Kept block = kept.remove(layer);
                NDArray output = g;
                int current = layer;
                g = Torch.replace(output, Torch.block(() -> backward(current, block, output)));
                block.close();
            }
            return g;
        }

        private NDArray backward(int layer, Kept block, NDArray gradient) {
            BlockWeights b = blocks.get(layer);
            BlockWeights.Backward m = backward.get(layer);
            NDList fed = block.fed;
            NDList behind = program.callForAll("feed_backward", gradient, fed.get(0), fed.get(1), fed.get(2), fed.get(3), m
                    .out(), b.norm2(), m.up(), m.down());
            if (isNarrow(layer)) {
                behind = new NDList(scatter(behind.get(0), block.input), scatter(behind.get(1), block.input));
            }
            NDList attended = block.attended;
            NDArray dqkv = program.call("attend_backward", behind.get(1), rows.slots(), rows.owners(), rows.owned(),
                    rows.causal(), attended.get(2), attended.get(3), attended.get(4));
            NDList before = new NDList(behind.get(0), dqkv, block.input, attended.get(0), attended.get(1));
            if (layer == 0) {
                before = new NDList(before.stream().map(array -> program.call("selected", array, rows.vectorRows())).toList());
            }
            return program.call("project_backward", before.get(0), before.get(1), before.get(2), before.get(3), before.get(4), b
                    .norm1(), m.qkv());
        }

        private NDArray scatter(NDArray x, NDArray like) {
            return program.call("scattered", x, rows.ends(), like);
        }
    }
}
