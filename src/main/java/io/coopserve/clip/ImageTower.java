package io.coopserve.clip;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipSizes;

/** From pixels to image features. */
interface ImageTower {
    /**
     * @param pixels (B, 3, n, n), normalised
     * @return image features (B, e), not normalised
     */
    NDArray forward(NDArray pixels, Trace trace);

    /**
     * Computes as little as brings all weights into memory and has everything compiled.
     *
     * @param pixels (1, 3, n, n), of which not all need to be seen
     */
    default void warmUp(NDArray pixels) {
        forward(pixels, Trace.NONE);
    }

    static ImageTower of(DeviceWeights weights, ClipSizes sizes) {
        if (sizes.vision() instanceof ClipSizes.VisionTransformer transformer) {
            return new VisionTransformer(weights, transformer);
        }
        return new ModifiedResNet(weights, (ClipSizes.ModifiedResNet) sizes.vision());
    }
}
