package io.coopserve.api;

import java.util.Optional;
import java.util.regex.Pattern;

/** The header by which a sender says that it may send a request again. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyKey() {
    }

    static Optional<String> of(String header) {
        if (header != null && !ALLOWED.matcher(header).matches()) {
            throw BadRequest.malformed(HEADER + " is not 1 to 255 printable ASCII characters, such as a UUID.");
        }
        return Optional.ofNullable(header);
    }
}
