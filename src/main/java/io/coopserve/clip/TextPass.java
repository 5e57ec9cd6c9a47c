package io.coopserve.clip;

import ai.djl.ndarray.NDArray;

/** Features of prompts for some contexts, and how they change with them. */
public interface TextPass {
    /** Text features (B, K, e) for B contexts, not normalised. */
    NDArray features();

    /** Gradients of the features (B, K, e) to those of the contexts (B, M, d); can be had once. */
    NDArray backward(NDArray gradient);
}
