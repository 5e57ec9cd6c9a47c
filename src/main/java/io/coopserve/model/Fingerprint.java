package io.coopserve.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import io.coopserve.tensors.DType;
import io.coopserve.tensors.Tensor;

/**
 * SHA-256 over all weights in canonical form: by OpenAI name, each with its shape and its values in single precision.
 * Equal for every file layout and element type that holds the same numbers; a prompt learned on one CLIP is refused by
 * every other because of it.
 */
public final class Fingerprint {
    private static final int CHUNK = 1 << 16;

    private Fingerprint() {
    }

    public static String of(ClipWeights weights) {
        MessageDigest digest = sha256();
        for (ClipWeights.Weight weight : weights.byName()) {
            digest.update((weight.name() + Arrays.toString(weight.shape())).getBytes(StandardCharsets.UTF_8));
            if (weight.transposed()) {
                float[] values = weight.floats();
                update(digest, Tensor.of(weight.name(), values, values.length));
            } else {
                weight.parts().forEach(part -> update(digest, part));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** In chunks, and without a copy of what is in single precision already. */
    private static void update(MessageDigest digest, Tensor part) {
        if (part.type() == DType.F32) {
            digest.update(part.data());
            return;
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < part.elements(); start += CHUNK) {
            float[] values = part.floats(start, Math.min(CHUNK, part.elements() - start));
            chunk.clear().asFloatBuffer().put(values);
            digest.update(chunk.limit(values.length * Float.BYTES));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
