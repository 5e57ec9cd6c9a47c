package io.coopserve.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What came of a request.
 *
 * @param status 0 if no answer came
 * @param eTag without quotes, empty if there is none
 */
record Answer(Fate fate, int status, String eTag, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is known of a request. */
    enum Fate {
        ANSWERED,
        /** It may have come through, but whoever got it is gone: what it did, it did. */
        LOST,
        /** It may have come through, and may do something at any time. */
        LATE,
        /** Nobody got it. */
        NOT_SENT
    }

    boolean isGood() {
        return status / 100 == 2;
    }

    /** Whether it says that nothing was done. */
    boolean isRefusal() {
        return status / 100 == 4;
    }

    /** Whether it may have been done or not. */
    boolean isDoubtful() {
        return fate == Fate.LOST || fate == Fate.LATE || status / 100 == 5;
    }

    /** The number of the move that this is the answer of, 0 if there is none. */
    long move() {
        return eTag.isEmpty() ? 0 : Long.parseLong(eTag);
    }

    JsonNode json() {
        return json(body);
    }

    static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8);
        return fate == Fate.ANSWERED ? status + " " + text.substring(0, Math.min(300, text.length())) : fate.toString();
    }
}
