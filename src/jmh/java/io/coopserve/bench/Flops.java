package io.coopserve.bench;

import io.coopserve.model.ClipSizes;

/** Floating-point operations of one image's pass through the image tower: two for each product that is summed up. */
final class Flops {
    private Flops() {
    }

    static double of(ClipSizes sizes) {
        if (sizes.vision() instanceof ClipSizes.VisionTransformer transformer) {
            return of(transformer, sizes.imageSize(), sizes.embedding());
        }
        return of((ClipSizes.ModifiedResNet) sizes.vision(), sizes.imageSize(), sizes.embedding());
    }

    private static double of(ClipSizes.VisionTransformer sizes, int side, int embedding) {
        double width = sizes.tower().width();
        double patches = sizes.patches(side);
        double tokens = patches + 1;
        double projections = 2 * tokens * width * (4 * width + 2 * sizes.tower().mlpWidth());
        double attention = 4 * tokens * tokens * width;
        return 2 * patches * 3 * sizes.patchSize() * sizes.patchSize() * width + sizes.tower().layers() * (projections
                + attention) + 2 * width * embedding;
    }

    private static double of(ClipSizes.ModifiedResNet sizes, int side, int embedding) {
        double half = side / 2.0;
        double width = sizes.width();
        double sum = convolution(half, 3, width / 2, 3) + convolution(half, width / 2, width / 2, 3) + convolution(half, width
                / 2, width, 3);
        double in = width;
        double place = side / 4.0;
        for (int stage = 0; stage < sizes.layers().size(); stage++) {
            double narrow = width * (1 << stage);
            for (int i = 0; i < sizes.layers().get(stage); i++) {
                double after = i == 0 && stage > 0 ? place / 2 : place; // the stride is a pool behind the second convolution
                sum += convolution(place, in, narrow, 1) + convolution(place, narrow, narrow, 3) + convolution(after, narrow, 4
                        * narrow, 1) + (i == 0 ? convolution(after, in, 4 * narrow, 1) : 0);
                in = 4 * narrow;
                place = after;
            }
        }
        double tokens = place * place + 1;
        return sum + 2 * in * in * (1 + 2 * tokens) + 4 * tokens * in + 2 * in * embedding; // attention pool
    }

    private static double convolution(double side, double in, double out, int kernel) {
        return 2 * side * side * in * out * kernel * kernel;
    }
}
