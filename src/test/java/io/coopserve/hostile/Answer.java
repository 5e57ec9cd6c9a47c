package io.coopserve.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What came back.
 *
 * @param status 0 if nothing did
 * @param broken whether the connection broke while the request was being written, which can lose an answer
 */
record Answer(int status, String head, byte[] body, double seconds, boolean broken) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(byte[] received, double seconds, boolean broken) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.") || end < 0) {
            return new Answer(0, "", received, seconds, broken);
        }
        int status = Integer.parseInt(text.substring(9, 12));
        if (status == 100) { // the answer proper follows
            return of(Arrays.copyOfRange(received, end + 4, received.length), seconds, broken);
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        byte[] body = head.contains("transfer-encoding: chunked")
                ? joined(text.substring(end + 4))
                : Arrays.copyOfRange(received, end + 4, received.length);
        return new Answer(status, head, body, seconds, broken);
    }

    private static byte[] joined(String chunks) {
        StringBuilder body = new StringBuilder();
        for (int at = 0, line = chunks.indexOf("\r\n"); line > at; line = chunks.indexOf("\r\n", at)) {
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            body.append(chunks, line + 2, Math.min(chunks.length(), line + 2 + size));
            at = line + 2 + size + 2;
        }
        return body.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isProblem() {
        return head.contains("content-type: application/problem+json");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** @return missing unless the body is JSON */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (java.io.IOException e) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }
}
