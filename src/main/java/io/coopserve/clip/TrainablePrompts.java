package io.coopserve.clip;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.coopserve.torch.Torch;

/**
 * Prompts whose features are differentiable with respect to their context. What backward needs to know is kept from the
 * forward pass as long as it fits into a bound; beyond it classes and contexts go part by part, and all parts but the last pass
 * once more before they go back.
 */
public final class TrainablePrompts {
    private final TextTower tower;
    private final TextTransformer transformer;
    private final List<PackedPrompts> parts;
    private final int contextsAtOnce;

    /** @param parts of the classes, in their order */
    TrainablePrompts(TextTower tower, TextTransformer transformer, List<PackedPrompts> parts, int contextsAtOnce) {
        this.tower = tower;
        this.transformer = transformer;
        this.parts = parts;
        this.contextsAtOnce = contextsAtOnce;
    }

    /** Number of passes that the classes take for one context. */
    public int parts() {
        return parts.size();
    }

    /**
     * Their features for some contexts; inside {@link Torch#inference}.
     *
     * @param contexts (B, M, d)
     */
    public TextPass forward(NDArray contexts) {
        return new Parts(contexts);
    }

    private final class Parts implements TextPass {
        private final List<Part> passes = new ArrayList<>();
        private final NDArray features;
        private TextPass last;

        private record Part(PackedPrompts prompts, NDArray contexts, NDIndex where) {}

        private Parts(NDArray contexts) {
            long batch = contexts.getShape().get(0);
            for (long b = 0; b < batch; b += contextsAtOnce) {
                long end = Math.min(b + contextsAtOnce, batch);
                NDArray some = end - b == batch ? contexts : contexts.get("{}:{}", b, end);
                int from = 0;
                for (PackedPrompts part : parts) {
                    passes.add(new Part(part, some, new NDIndex("{}:{}, {}:{}", b, end, from, from + part.classes())));
                    from += part.classes();
                }
            }
            NDList all = new NDList();
            for (int i = 0; i < passes.size(); i++) {
                Part part = passes.get(i);
                if (i < passes.size() - 1) {
                    all.add(Torch.block(() -> tower.forward(transformer, part.prompts, part.contexts, false).features()));
                } else {
                    last = tower.forward(transformer, part.prompts, part.contexts, true);
                    all.add(last.features());
                }
            }
            this.features = joined(all);
        }

        /** Features of the parts, first by context, then by class. */
        private NDArray joined(NDList all) {
            NDList rows = new NDList();
            for (int i = 0; i < all.size(); i += parts.size()) {
                rows.add(concat(new NDList(all.subList(i, i + parts.size())), 1));
            }
            return concat(rows, 0);
        }

        @Override
        public NDArray features() {
            return features;
        }

        @Override
        public NDArray backward(NDArray gradient) {
            NDList byContext = new NDList();
            for (int i = passes.size() - 1; i >= 0; i--) {
                Part part = passes.get(i);
                NDArray g = Torch.block(() -> {
                    TextPass pass = last == null ? tower.forward(transformer, part.prompts, part.contexts, true) : last;
                    return pass.backward(passes.size() == 1 ? gradient : gradient.get(part.where));
                });
                last = null;
                if (i % parts.size() == parts.size() - 1) {
                    byContext.add(0, g);
                } else {
                    NDArray sum = byContext.get(0); // not in place: that is not allowed with what a program made
                    byContext.set(0, Torch.replace(sum, sum.add(g)));
                    g.close();
                }
            }
            return concat(byContext, 0);
        }

        private static NDArray concat(NDList arrays, int axis) {
            return arrays.size() == 1 ? arrays.get(0) : NDArrays.concat(arrays, axis);
        }
    }
}
