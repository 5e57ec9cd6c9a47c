package io.coopserve.clip;

import ai.djl.ndarray.NDArray;
import io.coopserve.torch.Torch;

/** Prompts whose features are differentiable with respect to their context. */
public final class TrainablePrompts {
    private final TextTower tower;
    private final TextTransformer transformer;
    private final PackedPrompts prompts;

    TrainablePrompts(TextTower tower, TextTransformer transformer, PackedPrompts prompts) {
        this.tower = tower;
        this.transformer = transformer;
        this.prompts = prompts;
    }

    /**
     * Their features for some contexts; inside {@link Torch#inference}.
     *
     * @param contexts (B, M, d)
     */
    public TextPass forward(NDArray contexts) {
        return tower.forward(transformer, prompts, contexts, true);
    }
}
