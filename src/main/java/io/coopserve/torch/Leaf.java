package io.coopserve.torch;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

import ai.djl.ndarray.NDArray;

/**
 * Numbers that learn: an array with gradients and the host's view of the same memory. On a CPU only. Gradients add up from one
 * {@link Torch#backward} to the next, until {@link #clear}.
 */
public final class Leaf {
    private final NDArray array;
    private final ByteBuffer memory;

    Leaf(NDArray array, ByteBuffer memory) {
        this.array = array;
        this.memory = memory;
    }

    ByteBuffer memory() {
        return memory;
    }

    public NDArray array() {
        return array;
    }

    /** The numbers themselves, to be changed between steps. */
    public FloatBuffer values() {
        return memory.asFloatBuffer();
    }

    /** The sum of its gradients, copied; 0 if there were none. */
    public float[] gradient() {
        try (NDArray gradient = array.getGradient()) {
            return gradient.toFloatArray();
        }
    }

    /** Sets the sum back to 0. */
    public void clear() {
        try (NDArray gradient = array.getGradient()) {
            gradient.subi(gradient);
        }
    }
}
