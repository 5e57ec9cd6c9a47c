package io.coopserve.model;

import java.util.List;

/**
 * Sizes of a CLIP.
 *
 * @param imageSize n, the side of the square input in pixels
 * @param vocabularySize number of tokens
 * @param contextLength longest token sequence, begin and end of text included
 * @param embedding width e of the joint space
 */
public record ClipSizes(Vision vision, Tower text, int imageSize, int vocabularySize, int contextLength, int embedding) {
    /** No number that a file gives may be larger: so products of two never overflow, and nothing is counted for ever. */
    static final int LARGEST = 1 << 20;
    private static final int MOST_LAYERS = 1000;

    public ClipSizes {
        bounded("image size", imageSize, 1 << 13);
        bounded("vocabulary size", vocabularySize, LARGEST);
        bounded("context length", contextLength, 1 << 13);
        bounded("embedding width", embedding, LARGEST);
        if (imageSize % vision.stride() != 0) {
            throw new InvalidModelException("the image size %d is not a multiple of %d, the %s".formatted(imageSize, vision
                    .stride(), vision instanceof VisionTransformer ? "patch size" : "stride of a ResNet"));
        }
    }

    /** The image tower. */
    public sealed interface Vision {
        /** Channels of its inner representation. */
        int width();

        /** Pixels between two neighbouring places of what it computes last. */
        int stride();
    }

    /**
     * Patches and a transformer over them (CLIP, section 2.4).
     *
     * @param patchSize side of a patch in pixels
     */
    public record VisionTransformer(Tower tower, int patchSize) implements Vision {
        public VisionTransformer {
            bounded("patch size", patchSize, 1 << 13);
        }

        @Override
        public int width() {
            return tower.width();
        }

        @Override
        public int stride() {
            return patchSize;
        }

        /** Number of patches of an image. */
        public int patches(int imageSize) {
            int side = imageSize / patchSize;
            return side * side;
        }

        @Override
        public String toString() {
            return "ViT/%d, %d layers".formatted(patchSize, tower.layers());
        }
    }

    /**
     * ResNet-D with attention pooling (CLIP, section 2.4).
     *
     * @param layers number of bottlenecks in each of the four stages
     * @param width channels after the stem; the last stage has 32 times as many
     */
    public record ModifiedResNet(List<Integer> layers, int width) implements Vision {
        public ModifiedResNet {
            layers = List.copyOf(layers);
            if (layers.size() != 4) {
                throw new InvalidModelException("a ResNet has 4 stages, not %d".formatted(layers.size()));
            }
            layers.forEach(count -> bounded("number of bottlenecks", count, MOST_LAYERS));
            bounded("width of the ResNet", width, LARGEST / 32);
            if (width % 2 != 0) {
                throw new InvalidModelException("the width %d of the ResNet is odd".formatted(width));
            }
        }

        @Override
        public int stride() {
            return 32;
        }

        /** Side of the square of places that the attention pool looks at. */
        public int gridSide(int imageSize) {
            return imageSize / stride();
        }

        /** Channels of the attention pool. */
        public int features() {
            return 32 * width;
        }

        /** Heads of the attention pool, 64 channels each. */
        public int heads() {
            return features() / 64;
        }

        /** Bottlenecks and the convolutions around them, as in RN50. */
        @Override
        public String toString() {
            return "RN%d".formatted(2 + 3 * layers.stream().mapToInt(Integer::intValue).sum());
        }
    }

    /**
     * One transformer.
     *
     * @param width d, the length of a token's vector
     * @param mlpWidth hidden width of the feed-forward layers
     */
    public record Tower(int width, int layers, int heads, int mlpWidth, boolean quickGelu, float epsilon) {
        public Tower {
            bounded("width", width, LARGEST);
            bounded("number of layers", layers, MOST_LAYERS);
            bounded("number of heads", heads, LARGEST);
            bounded("width of the feed-forward layers", mlpWidth, LARGEST);
            if (width % heads != 0) {
                throw new InvalidModelException("width %d is not a multiple of %d heads".formatted(width, heads));
            }
            if (!(epsilon > 0 && epsilon < 1)) {
                throw new InvalidModelException("the epsilon of LayerNorm is %s; something like 1e-5 was expected".formatted(
                        epsilon));
            }
        }
    }

    private static void bounded(String what, int value, int largest) {
        if (value < 1 || value > largest) {
            throw new InvalidModelException("the %s is %d; from 1 to %d was expected".formatted(what, value, largest));
        }
    }
}
