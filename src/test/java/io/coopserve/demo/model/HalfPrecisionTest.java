package io.coopserve.demo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;

import io.coopserve.tensors.DType;
import io.coopserve.tensors.Tensor;

class HalfPrecisionTest {
    private static final int INFINITY = 0x7c00;

    /** All halves from 0 to the largest, as floats. */
    private static float[] halves() {
        ByteBuffer bytes = ByteBuffer.allocate(INFINITY * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < INFINITY; bits++) {
            bytes.putShort((short) bits);
        }
        return new Tensor("halves", DType.F16, new long[]{INFINITY}, bytes.flip()).floats();
    }

    @Test
    void everyHalfIsItself() {
        float[] halves = halves();
        for (int bits = 0; bits < INFINITY; bits++) {
            assertEquals((short) bits, HalfPrecision.rounded(halves[bits]));
            assertEquals((short) (bits | 0x8000), HalfPrecision.rounded(-halves[bits]));
        }
    }

    @Test
    void theNearestIsTakenAndOfTwoAsNearTheEvenOne() {
        float[] halves = halves();
        for (int bits = 0; bits + 1 < INFINITY; bits++) {
            float middle = (halves[bits] + halves[bits + 1]) / 2; // exact
            assertEquals((short) (bits + (bits & 1)), HalfPrecision.rounded(middle));
            assertEquals((short) bits, HalfPrecision.rounded(Math.nextDown(middle)));
            assertEquals((short) (bits + 1), HalfPrecision.rounded(Math.nextUp(middle)));
        }
    }

    @Test
    void whatNoHalfComesNearIsRefused() {
        assertEquals((short) (INFINITY - 1), HalfPrecision.rounded(Math.nextDown(65520f)));
        for (float value : new float[]{65520, -1e9f, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> HalfPrecision.rounded(value));
        }
    }
}
