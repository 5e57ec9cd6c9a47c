package io.coopserve.demo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.coopserve.model.ClipSizes;
import io.coopserve.model.WeightShapes;
import io.coopserve.tensors.Tensor;

class InitialWeightsTest {
    /** Large enough that a deviation can be told. */
    private static final ClipSizes SIZES = new ClipSizes(new ClipSizes.VisionTransformer(tower(64, 2), 8), tower(128, 3), 32,
            600,
            40, 96);

    private static ClipSizes.Tower tower(int width, int layers) {
        return new ClipSizes.Tower(width, layers, 2, 4 * width, true, 1e-5f);
    }

    @Test
    void thereIsAWeightOfEveryShape() {
        Map<String, long[]> shapes = WeightShapes.of(SIZES);
        Map<String, Tensor> weights = InitialWeights.of(SIZES, 1);
        assertEquals(new ArrayList<>(shapes.keySet()), new ArrayList<>(weights.keySet()));
        shapes.forEach((name, shape) -> assertArrayEquals(shape, weights.get(name).shape(), name));
    }

    @ParameterizedTest
    @CsvSource({"token_embedding.weight, 0.02", "positional_embedding, 0.01", "text_projection, 0.08839",
            "visual.proj, 0.125", "visual.conv1.weight, 0.07217", "transformer.resblocks.1.attn.in_proj_weight, 0.08839",
            "transformer.resblocks.1.attn.out_proj.weight, 0.03608", "transformer.resblocks.2.mlp.c_proj.weight, 0.03608",
            "transformer.resblocks.0.mlp.c_fc.weight, 0.0625", "visual.transformer.resblocks.1.attn.in_proj_weight, 0.125",
            "visual.transformer.resblocks.1.attn.out_proj.weight, 0.0625",
            "visual.transformer.resblocks.0.mlp.c_proj.weight, 0.0625",
            "visual.transformer.resblocks.0.mlp.c_fc.weight, 0.08839"})
    void deviationsAreThoseOfClip(String name, double expected) {
        float[] values = InitialWeights.of(SIZES, 1).get(name).floats();
        assertEquals(0, mean(values), 0.05 * expected, name);
        assertEquals(expected, deviation(values), 0.05 * expected, name);
    }

    @Test
    void whatNormalisesStartsAsNothing() {
        Map<String, Tensor> weights = InitialWeights.of(SIZES, 1);
        assertEquals(Math.log(1 / 0.07), weights.get("logit_scale").floats()[0], 1e-6);
        for (String name : List.of("ln_final", "visual.ln_pre", "visual.ln_post", "transformer.resblocks.0.ln_1")) {
            assertConstant(1, weights.get(name + ".weight"));
            assertConstant(0, weights.get(name + ".bias"));
        }
        assertConstant(0, weights.get("visual.transformer.resblocks.0.attn.in_proj_bias"));
        assertConstant(0, weights.get("transformer.resblocks.0.mlp.c_fc.bias"));
    }

    private static void assertConstant(float value, Tensor weight) {
        for (float actual : weight.floats()) {
            assertEquals(value, actual, weight.name());
        }
    }

    @Test
    void positionsOfPatchesTellRowAndColumn() {
        int width = SIZES.vision().width();
        float[] positions = InitialWeights.of(SIZES, 1).get("visual.positional_embedding").floats();
        assertArrayEquals(new float[width], row(positions, 0, width)); // the class token is nowhere
        float[] patches = new float[16 * width];
        System.arraycopy(positions, width, patches, 0, patches.length);
        assertEquals(0.5, deviation(patches), 1e-6);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                float[] patch = row(patches, 4 * y + x, width);
                for (int i = 0; i < width / 2; i++) {
                    assertEquals(row(patches, x, width)[i], patch[i]);
                    assertEquals(row(patches, 4 * y, width)[width / 2 + i], patch[width / 2 + i]);
                }
                float largest = patch[width / 4]; // the cosine of the fastest wave at the left
                assertEquals(x == 0, largest >= row(patches, 0, width)[width / 4]);
            }
        }
    }

    private static float[] row(float[] values, int row, int width) {
        float[] out = new float[width];
        System.arraycopy(values, row * width, out, 0, width);
        return out;
    }

    @Test
    void theSeedDecidesEveryBitOnEveryPlatform() {
        assertEquals(checksum(1), checksum(1));
        assertNotEquals(checksum(1), checksum(2));
        assertEquals("71f87e1f", Long.toHexString(checksum(1)));
    }

    private static long checksum(long seed) {
        CRC32 crc = new CRC32();
        InitialWeights.of(SIZES, seed).values().forEach(weight -> crc.update(weight.data()));
        return crc.getValue();
    }

    @Test
    void aResNetIsRefused() {
        ClipSizes resNet = new ClipSizes(new ClipSizes.ModifiedResNet(List.of(1, 1, 1, 1), 8), SIZES.text(), 32, 600, 40, 96);
        assertThrows(IllegalArgumentException.class, () -> InitialWeights.of(resNet, 1));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}
