package io.coopserve.demo.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.coopserve.tensors.DType;
import io.coopserve.tensors.Tensor;

/** IEEE 754 binary16, to which numbers are rounded to the nearest, and to the even one of two as near. */
final class HalfPrecision {
    private static final int MANTISSA = 13; // bits of a float's that there is no room for
    private static final int LARGER_EXPONENT = 112; // of a float than of a half
    private static final float SMALLEST_NORMAL = 0x1p-14f;
    private static final float TOO_LARGE = 65520; // half-way between the largest and what would be the next

    private HalfPrecision() {
    }

    /**
     * A tensor of halves.
     *
     * @param shape of the values
     */
    static Tensor of(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(rounded(value));
        }
        return new Tensor(name, DType.F16, shape, bytes.flip().asReadOnlyBuffer());
    }

    /**
     * The bits of a half (Float.floatToFloat16 of Java 20).
     *
     * @throws IllegalArgumentException if there is none: a model with such a weight is broken
     */
    static short rounded(float value) {
        float magnitude = Math.abs(value);
        if (!(magnitude < TOO_LARGE)) {
            throw new IllegalArgumentException("%s is no number of half precision".formatted(value));
        }
        int bits;
        if (magnitude < SMALLEST_NORMAL) {
            bits = (int) Math.rint(magnitude * 0x1p24); // multiples of the smallest; the product is exact
        } else {
            int exact = Float.floatToRawIntBits(magnitude) - (LARGER_EXPONENT << 23);
            int odd = exact >> MANTISSA & 1;
            bits = exact + (1 << MANTISSA - 1) - 1 + odd >> MANTISSA; // a carry into the exponent is right
        }
        return (short) (Float.floatToRawIntBits(value) >>> 16 & 0x8000 | bits);
    }
}
