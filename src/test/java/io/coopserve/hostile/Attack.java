package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One request as it goes over the wire.
 *
 * @param what tells a reader what is wrong with it
 * @param sentence whether it is well-formed HTTP, so that it has to be answered, and by a problem if it is refused
 */
record Attack(String category, String what, boolean sentence, byte[] head, byte[] body, Delivery delivery) {
    /** As {@code quarkus.http.limits.max-initial-line-length} is by default. */
    private static final int LONGEST_LINE = 4096;

    /** How the bytes are sent. */
    enum Delivery {
        /** At once. */
        WHOLE,
        /** The body byte by byte for a short time, then the connection is cut. */
        DRIPPED_AND_CUT,
        /** Half of the body, then the connection is cut. */
        CUT,
        /** All of it, then our side is closed. */
        HALF_CLOSED
    }

    /** Well-formed HTTP, whatever it says. Header lines are given without their ends. */
    static Attack sentence(String category, String what, String start, List<String> headers, byte[] body) {
        List<String> lines = new ArrayList<>(headers);
        lines.add("Host: localhost");
        lines.add("Connection: close");
        if (body.length > 0 || !start.startsWith("GET")) {
            lines.add("Content-Length: " + body.length);
        }
        return new Attack(category, what, true, head(start, lines), body, Delivery.WHOLE);
    }

    /** HTTP that lies or breaks off. */
    static Attack broken(String what, String start, List<String> headers, byte[] body, Delivery delivery) {
        return new Attack("http", what, false, head(start, headers), body, delivery);
    }

    private static byte[] head(String start, List<String> lines) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes((start + " HTTP/1.1\r\n").getBytes(StandardCharsets.UTF_8));
        lines.forEach(line -> head.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
        head.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return head.toByteArray();
    }

    /** With another header line, if it is HTTP at all. */
    Attack with(String header) {
        String text = new String(head, StandardCharsets.UTF_8);
        return sentence
                ? new Attack(category, what, true, text.replaceFirst("\r\n", "\r\n" + header + "\r\n").getBytes(
                        StandardCharsets.UTF_8), body, delivery)
                : this;
    }

    /**
     * Whether there is a request to answer; with an address that is no URI Quarkus answers before anybody is asked, and Netty
     * reads no longer line.
     */
    boolean isReadable() {
        try {
            String[] line = start().split(" ");
            return sentence && start().length() <= LONGEST_LINE && line.length == 3 && new URI(line[1]) != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The first line, for reports. */
    String start() {
        String text = new String(head, StandardCharsets.UTF_8);
        String line = text.substring(0, Math.max(0, text.indexOf('\r') < 0 ? text.length() : text.indexOf('\r')));
        return line;
    }
}
