package io.coopserve.demo.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.coopserve.demo.draw.Painter;
import io.coopserve.demo.task.DrawnImages;
import io.coopserve.demo.world.World;
import io.coopserve.image.Decoding;
import io.coopserve.image.ImagePreprocessor;
import io.coopserve.image.Preprocessing;

class PixelsTest {
    private static final Preprocessing HOW = Plan.builtIn(1).preprocessing();
    private static final int SIDE = HOW.side();

    private final Pixels pixels = new Pixels(HOW);
    private final byte[] rgb = new Painter(SIDE).paint(World.draw(new SplittableRandom(1)), 2);

    @Test
    void theyAreThoseThatServingSees() throws IOException {
        byte[] png = new DrawnImages(SIDE, Map.of("any", List.of(rgb))).files().get("any").get(0);
        float[] served = new ImagePreprocessor(HOW, Decoding.official(1 << 20)).pixels(png);
        float[] batch = new float[2 * pixels.values()];
        pixels.put(rgb, 0, 0, batch, 1);
        float[] second = java.util.Arrays.copyOfRange(batch, pixels.values(), batch.length);
        assertArrayEquals(served, second);
    }

    @Test
    void aPictureIsMovedAndItsEdgesGoOn() {
        float[] still = new float[pixels.values()];
        float[] moved = new float[pixels.values()];
        pixels.put(rgb, 0, 0, still, 0);
        pixels.put(rgb, 2, -1, moved, 0);
        float[] expected = new float[pixels.values()];
        for (int i = 0; i < expected.length; i++) {
            int x = Math.max(i % SIDE - 2, 0);
            int y = Math.min(i / SIDE % SIDE + 1, SIDE - 1);
            expected[i] = still[i / (SIDE * SIDE) * SIDE * SIDE + y * SIDE + x];
        }
        assertArrayEquals(expected, moved);
    }
}
