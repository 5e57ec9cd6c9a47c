package io.coopserve.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of the keys file: {@code name tenant|* sha256hex}. The key itself is in no file. It is 256 random bits, so a plain
 * hash is enough: there is no dictionary to try.
 *
 * @param tenant empty for operations, which is written {@code *}
 * @param sha256 of the key, in hex
 */
public record ApiKey(Name name, Optional<TenantId> tenant, String sha256) {
    private static final String OPERATIONS = "*";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int BYTES = 32;

    public ApiKey {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("the last word is not 64 of 0-9 and a-f");
        }
    }

    /** A new key. It begins with {@code coop_}, so that scanners for leaked secrets can know it. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return "coop_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The line for a key.
     *
     * @param tenant or {@code *}
     * @throws InvalidNameException if one of the names is
     */
    public static ApiKey of(String name, String tenant, String key) {
        return new ApiKey(new Name(name), owner(tenant), sha256(key));
    }

    /** @throws IllegalArgumentException saying what is wrong, without the line: it may hold a key by mistake */
    static ApiKey parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 3) {
            throw new IllegalArgumentException("there are %d words, not the three of \"name tenant|* sha256\"".formatted(
                    words.length));
        }
        try {
            return new ApiKey(new Name(words[0]), owner(words[1]), words[2]);
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("the first word is not a name, or the second neither a tenant nor *", e);
        }
    }

    private static Optional<TenantId> owner(String tenant) {
        return tenant.equals(OPERATIONS) ? Optional.empty() : Optional.of(new TenantId(tenant));
    }

    static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** In a time that does not depend on where the hashes differ. */
    boolean isOf(byte[] presentedSha256) {
        return MessageDigest.isEqual(sha256.getBytes(StandardCharsets.US_ASCII), presentedSha256);
    }

    Caller caller() {
        Role highest = tenant.isPresent() ? Role.ADAPT : Role.OPERATE;
        return new Caller(name.value(), tenant, Role.including(Set.of(highest.text())));
    }

    /** The line. */
    @Override
    public String toString() {
        return name + " " + tenant.map(TenantId::value).orElse(OPERATIONS) + " " + sha256;
    }
}
