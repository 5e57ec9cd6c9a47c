package io.coopserve.tensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers with a shape, read as data and never as code.
 *
 * @param data little-endian, row-major, from position 0; read-only. Memory-mapped when the file is: then it lives as long
 *        as the buffer is reachable
 */
public record Tensor(String name, DType type, long[] shape, ByteBuffer data) {
    public Tensor {
        long needed = bytes(name, type, shape);
        if (data.remaining() != needed) {
            throw new InvalidTensorFileException("tensor %s: %s %s needs %d bytes, there are %d".formatted(name, type,
                    Arrays.toString(shape), needed, data.remaining()));
        }
    }

    /** A tensor of single-precision numbers. */
    public static Tensor of(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(name, DType.F32, shape, bytes.asReadOnlyBuffer());
    }

    /** A tensor of integers. */
    public static Tensor of(String name, long[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new Tensor(name, DType.I64, shape, bytes.asReadOnlyBuffer());
    }

    /** Number of elements of a shape; 1 for a scalar. */
    public static long elements(long[] shape) {
        long count = 1;
        for (long side : shape) {
            count = Math.multiplyExact(count, side);
        }
        return count;
    }

    /** @throws InvalidTensorFileException if they are more than can be counted */
    static long bytes(String name, DType type, long[] shape) {
        try {
            return Math.multiplyExact(elements(shape), type.bytes());
        } catch (ArithmeticException e) {
            throw new InvalidTensorFileException("tensor %s: %s %s is larger than any file".formatted(name, type, Arrays
                    .toString(shape)));
        }
    }

    /** Their number fits: the bytes are in one buffer. */
    public int elements() {
        return Math.toIntExact(elements(shape));
    }

    /** A view of the bytes with its own position, little-endian. */
    @Override
    public ByteBuffer data() {
        return data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same bytes under another name or shape. */
    public Tensor as(String otherName, long... otherShape) {
        return new Tensor(otherName, type, otherShape, data());
    }

    /** A copy in single precision: exact from F16 and BF16, rounded from F64. */
    public float[] floats() {
        return floats(0, elements());
    }

    /** A part of {@link #floats()}. */
    public float[] floats(int from, int count) {
        ByteBuffer bytes = data().position(from * type.bytes()).slice().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[count];
        switch (type) {
            case F32 -> bytes.asFloatBuffer().get(values);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = fromHalf(bytes.getShort());
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(bytes.getShort() << 16);
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) bytes.getDouble();
                }
            }
            default -> throw new InvalidTensorFileException("tensor %s holds %s, floating point was expected".formatted(name,
                    type));
        }
        return values;
    }

    /** A copy as integers. */
    public long[] integers() {
        ByteBuffer bytes = data();
        long[] values = new long[elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case I64 -> bytes.getLong();
                case I32 -> bytes.getInt();
                case I16 -> bytes.getShort();
                case I8 -> bytes.get();
                case U8, BOOL -> bytes.get() & 0xff;
                default -> throw new InvalidTensorFileException("tensor %s holds %s, integers were expected".formatted(name,
                        type));
            };
        }
        return values;
    }

    /** IEEE 754 binary16 to binary32 (Float.float16ToFloat of Java 20). */
    static float fromHalf(short half) {
        int exponent = half >> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = mantissa * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | mantissa << 13);
        }
        return half < 0 ? -magnitude : magnitude;
    }
}
