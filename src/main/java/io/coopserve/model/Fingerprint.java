package io.coopserve.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

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
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (ClipWeights.Weight weight : weights.byName()) {
            digest.update((weight.name() + Arrays.toString(weight.shape())).getBytes(StandardCharsets.UTF_8));
            float[] values = weight.floats();
            for (int start = 0; start < values.length; start += CHUNK) {
                int length = Math.min(CHUNK, values.length - start);
                chunk.clear().asFloatBuffer().put(values, start, length);
                digest.update(chunk.limit(length * Float.BYTES));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
