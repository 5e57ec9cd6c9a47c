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

    static ImageTower of(DeviceWeights weights, ClipSizes sizes) {
        if (sizes.vision() instanceof ClipSizes.VisionTransformer transformer) {
            return new VisionTransformer(weights, transformer);
        }
        return new ModifiedResNet(weights, (ClipSizes.ModifiedResNet) sizes.vision());
    }
}
