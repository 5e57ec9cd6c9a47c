package io.coopserve.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** HTTP that lies about its length, breaks off, drips, or is none. */
final class HostileHttp {
    private static final String HOST = "Host: localhost";

    private HostileHttp() {
    }

    static Attack draw(Dice dice, Endpoint endpoint, byte[] valid) {
        String start = endpoint.method() + " " + endpoint.target();
        return switch (dice.below(8)) {
            case 0 -> length(dice, start, valid);
            case 1 -> chunks(dice, start);
            case 2 -> headers(dice, start);
            case 3 -> startLine(dice, start);
            case 4 ->
                Attack.broken("a body that drips and is cut", start, List.of(HOST, "Content-Length: " + valid.length), valid,
                        Attack.Delivery.DRIPPED_AND_CUT);
            case 5 -> Attack.broken("a body that is cut", start, List.of(HOST, "Content-Length: " + valid.length, contentType(
                    dice)), valid, Attack.Delivery.CUT);
            case 6 -> Attack.broken("half a body and a closed side", start, List.of(HOST, "Content-Length: " + 2 * valid.length,
                    contentType(dice)), valid, Attack.Delivery.HALF_CLOSED);
            default -> noHttp(dice);
        };
    }

    private static String contentType(Dice dice) {
        return "Content-Type: "
                + dice.of("application/json", "image/png", "multipart/form-data; boundary=x", "application/zip");
    }

    private static Attack length(Dice dice, String start, byte[] body) {
        List<String> lines = new ArrayList<>(List.of(HOST));
        switch (dice.below(6)) {
            case 0 -> lines.add("Content-Length: " + dice.of("-1", "x", "", "1e3", "0x10", "+5", "99999999999999999999",
                    "9223372036854775807", "1,2", "1 1"));
            case 1 -> lines.addAll(List.of("Content-Length: 5", "Content-Length: 6"));
            case 2 -> lines.addAll(List.of("Content-Length: " + body.length, "Content-Length: " + body.length));
            case 3 -> lines.addAll(List.of("Content-Length: 5", "Transfer-Encoding: chunked"));
            case 4 -> lines.add("Content-Length: " + body.length / 2);
            default -> lines.addAll(List.of("Content-Length: " + (body.length + 1_000), contentType(dice)));
        }
        return Attack.broken("lengths that lie: " + lines, start, lines, body, dice.of(Attack.Delivery.WHOLE,
                Attack.Delivery.HALF_CLOSED));
    }

    private static Attack chunks(Dice dice, String start) {
        String encoding = dice.chance(80)
                ? "chunked"
                : dice.of("gzip, chunked", "chunked, chunked", "xchunked", "identity", "gzip",
                        "chunked;x=y");
        String body = dice.of("zz\r\nabc\r\n0\r\n\r\n", "ffffffffffffffff\r\nabc\r\n", "-1\r\nabc\r\n0\r\n\r\n", "5\r\nabc",
                "3\r\nabcdef\r\n0\r\n\r\n", "3;" + "x".repeat(20_000) + "\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n", "\r\n",
                "0\r\nTrailer: " + "x".repeat(20_000) + "\r\n\r\n", "7fffffff\r\nabc",
                "1\r\na\r\n".repeat(20_000) + "0\r\n\r\n");
        return Attack.broken("chunks that lie", start, List.of(HOST, "Transfer-Encoding: " + encoding, contentType(dice)), body
                .getBytes(StandardCharsets.US_ASCII), dice.of(Attack.Delivery.WHOLE, Attack.Delivery.HALF_CLOSED));
    }

    private static Attack headers(Dice dice, String start) {
        List<String> lines = new ArrayList<>();
        if (dice.chance(80)) {
            lines.add(HOST);
        }
        switch (dice.below(10)) {
            case 0 -> lines.add("X-Long: " + "x".repeat(dice.between(8_000, 200_000)));
            case 1 -> {
                for (int i = dice.between(500, 5_000); i > 0; i--) {
                    lines.add("X-" + i + ": " + i);
                }
            }
            case 2 -> lines.add("no colon");
            case 3 -> lines.add("Bad : blank");
            case 4 -> lines.addAll(List.of("X: a", " folded"));
            case 5 -> lines.add("X: a\0b");
            case 6 -> lines.addAll(List.of("Expect: " + dice.of("100-continue", "200-ok", ""), "Content-Length: 10"));
            case 7 -> lines.addAll(List.of("Upgrade: " + dice.of("websocket", "h2c", "TLS/1.0"),
                    "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
            case 8 -> lines.add("Host: " + dice.of("evil", "", "a b", "[::1", "x:99999", "x".repeat(5_000)));
            default -> lines.add("X\u202e: \u00e9\u0007");
        }
        lines.add("Connection: close");
        return Attack.broken("headers: " + shown(lines), start, lines, new byte[0], Attack.Delivery.WHOLE);
    }

    private static String shown(List<String> lines) {
        String text = lines.toString();
        return text.substring(0, Math.min(80, text.length()));
    }

    private static Attack startLine(Dice dice, String start) {
        String line = dice.of("FOO /v1/classify", "get /v1/classify", "TRACE /v1/classify", "CONNECT localhost:80",
                "GET http://evil/v1/classify", "OPTIONS *", "GET *", "GET", "", " ", "GET  /", "GET /%",
                "GET /v1/tenants/%zz/prompts",
                "GET //v1//classify", "GET /v1/../../etc/passwd", "GET \\v1\\classify", "GET /v1/tenants/\u202e/prompts",
                "GET /" + "a".repeat(dice.between(3_000, 100_000)), start + "?" + "a=b&".repeat(dice.between(500, 20_000)),
                start
                        + "#x",
                "HEAD " + start.substring(start.indexOf(' ') + 1), "OPTIONS " + start.substring(start.indexOf(' ')
                        + 1));
        return Attack.broken("start line", line, List.of(HOST, "Connection: close"), new byte[0], Attack.Delivery.WHOLE);
    }

    private static Attack noHttp(Dice dice) {
        byte[] bytes = dice.of("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/0.9\r\n\r\n", "GET / HTTP/3.7\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET /\r\n\r\n",
                "\r\n\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1\rHost: x\r\r", "\0\0\0\0", "EHLO x\r\n",
                "GET / HTTP/1.1\r\nHost").getBytes(
                        StandardCharsets.ISO_8859_1);
        return new Attack("http", "no HTTP", false, dice.chance(80) ? bytes : dice.bytes(dice.between(1, 5_000)), new byte[0],
                dice.of(Attack.Delivery.WHOLE, Attack.Delivery.HALF_CLOSED));
    }
}
