package io.coopserve.demo.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import io.coopserve.model.ClipSizes;
import io.coopserve.model.WeightShapes;
import io.coopserve.tensors.Tensor;

/**
 * Where pre-training starts: CLIP's initialisation ({@code initialize_parameters} of its model.py), in the image tower's
 * blocks too. Only the positions of patches are others, see {@link PatchPositions}. The same seed gives the same bits on
 * every machine: the generator and Box-Muller's transform over StrictMath leave nothing to the platform.
 */
public final class InitialWeights {
    private static final double TEMPERATURE = 0.07;
    private static final double PATCH_POSITIONS = 0.5;

    private final ClipSizes sizes;
    private final ClipSizes.VisionTransformer vision;
    private final SplittableRandom random;

    private InitialWeights(ClipSizes sizes, ClipSizes.VisionTransformer vision, long seed) {
        this.sizes = sizes;
        this.vision = vision;
        this.random = new SplittableRandom(seed);
    }

    /**
     * All weights in single precision, by OpenAI's names and in OpenAI's layout, in the order of {@link WeightShapes}.
     *
     * @param sizes with a vision transformer
     */
    public static Map<String, Tensor> of(ClipSizes sizes, long seed) {
        if (!(sizes.vision() instanceof ClipSizes.VisionTransformer vision)) {
            throw new IllegalArgumentException("only vision transformers are trained, not a " + sizes.vision());
        }
        InitialWeights initial = new InitialWeights(sizes, vision, seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        WeightShapes.of(sizes).forEach((name, shape) -> weights.put(name, Tensor.of(name, initial.values(name, Math.toIntExact(
                Tensor.elements(shape))), shape)));
        return weights;
    }

    private float[] values(String name, int count) {
        if (name.equals("logit_scale")) {
            return filled(1, StrictMath.log(1 / TEMPERATURE));
        }
        if (name.equals("visual.positional_embedding")) {
            return PatchPositions.of(sizes.imageSize() / vision.patchSize(), vision.width(), PATCH_POSITIONS);
        }
        if (name.endsWith("bias")) {
            return filled(count, 0);
        }
        return name.contains("ln_") ? filled(count, 1) : normal(count, deviation(name));
    }

    private double deviation(String name) {
        return switch (name) {
            case "token_embedding.weight" -> 0.02;
            case "positional_embedding" -> 0.01;
            case "text_projection" -> root(sizes.text().width());
            case "visual.class_embedding", "visual.proj" -> root(vision.width());
            case "visual.conv1.weight" -> root(3 * vision.patchSize() * vision.patchSize());
            default -> inBlock(name, name.startsWith("visual.") ? vision.tower() : sizes.text());
        };
    }

    private static double inBlock(String name, ClipSizes.Tower tower) {
        return switch (name.replaceFirst(".*resblocks\\.\\d+\\.", "")) {
            case "attn.in_proj_weight" -> root(tower.width());
            case "attn.out_proj.weight", "mlp.c_proj.weight" -> root(tower.width()) * root(2 * tower.layers());
            case "mlp.c_fc.weight" -> root(2 * tower.width());
            default -> throw new IllegalStateException("nobody has said where weight %s starts".formatted(name));
        };
    }

    /** n^-0.5 */
    private static double root(int n) {
        return 1 / Math.sqrt(n);
    }

    private static float[] filled(int count, double value) {
        float[] values = new float[count];
        Arrays.fill(values, (float) value);
        return values;
    }

    /** N(0, deviation²) */
    private float[] normal(int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
            values[i] = (float) (deviation * radius * StrictMath.cos(2 * Math.PI * uniform()));
        }
        return values;
    }

    /** From 0 to 1, without 1; from the bits, for how doubles are made of them is not promised. */
    private double uniform() {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }
}
