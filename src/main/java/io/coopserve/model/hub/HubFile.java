package io.coopserve.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import io.coopserve.model.InvalidModelException;

/**
 * One file of a commit, by its content.
 *
 * @param etag SHA-256 of the content if it is in large file storage, otherwise git's hash of it; in hexadecimal digits
 * @param size in bytes
 */
record HubFile(String name, String etag, long size) {
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?([0-9a-f]{40}|[0-9a-f]{64})\"?");
    private static final int SHA256_DIGITS = 64;
    private static final int CHUNK = 1 << 16;

    /** @param etag as the Hub's header has it */
    static HubFile of(String name, String etag, long size) {
        var digits = ETAG.matcher(etag);
        if (!digits.matches()) {
            throw new InvalidModelException(
                    "%s has the ETag %.80s, which is no hash of its content: it could not be checked, so "
                            .formatted(name, etag) + "it is not used; is HF_ENDPOINT a Hugging Face Hub?");
        }
        return new HubFile(name, digits.group(1), size);
    }

    /** Whether a file has the content. */
    boolean matches(Path file) throws IOException {
        MessageDigest digest = digest(etag.length() == SHA256_DIGITS ? "SHA-256" : "SHA-1");
        if (etag.length() != SHA256_DIGITS) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII)); // as git does
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int length; (length = in.read(chunk)) >= 0;) {
                digest.update(chunk, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(etag);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
