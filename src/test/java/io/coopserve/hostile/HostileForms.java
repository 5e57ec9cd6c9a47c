package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Multipart bodies whose parts and boundaries are not what they should be. */
final class HostileForms {
    private HostileForms() {
    }

    static Attack draw(Dice dice, Endpoint endpoint, byte[] image) {
        String boundary = dice.chance(90) ? "x" : dice.of("", "x".repeat(5_000), "\"a b\"", "x; boundary=y", "--");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int parts = dice.chance(10) ? dice.between(100, 5_000) : dice.between(0, 3);
        for (int i = 0; i < parts; i++) {
            body.writeBytes(
                    part(dice, boundary, parts > 3 ? new byte[]{1} : dice.chance(50) ? image : HostileImages.draw(dice)));
        }
        if (endpoint.json() != null && dice.chance(70)) {
            body.writeBytes(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"request\"\r\nContent-Type: "
                    + dice.of("application/json", "text/plain", "application/json; charset=nonsense", "") + "\r\n\r\n"));
            body.writeBytes(dice.chance(50) ? text("{\"labels\":[\"a\",\"b\"]}") : HostileJson.draw(dice, endpoint.json()));
            body.writeBytes(text("\r\n"));
        }
        body.writeBytes(text(dice.of("--" + boundary + "--\r\n", "--" + boundary + "--\r\n", "--" + boundary, "--", "")));
        String type = dice.chance(85)
                ? "multipart/form-data; boundary=" + boundary
                : dice.of("multipart/form-data",
                        "multipart/form-data; boundary", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x; charset=nonsense");
        byte[] bytes = body.toByteArray();
        return Attack.sentence("forms", "%d parts, %s".formatted(parts, type.length() > 60 ? "long boundary" : type),
                endpoint.method() + " " + endpoint.target(), List.of("Content-Type: " + type), dice.chance(10)
                        ? dice.truncated(
                                bytes)
                        : bytes);
    }

    private static byte[] part(Dice dice, String boundary, byte[] content) {
        String name = dice.chance(70) ? "image" : dice.of("request", "", "x".repeat(10_000), "image[]", "\u202e", "picture");
        String file = dice.of("; filename=\"a.png\"", "; filename=\"a.png\"", "", "; filename=\"../../../x.png\"",
                "; filename=\"/etc/x.png\"", "; filename=\"a\0b.png\"", "; filename=\"" + "x".repeat(5_000) + "\"",
                "; filename*=utf-8''%2e%2e%2fx", "; filename=\"CON\"", "; filename=\"\"", "; filename=\"a.png");
        String headers = dice.of("Content-Type: image/png", "Content-Type: image/png", "Content-Type: ", "Content-Type: ;;",
                "Content-Type: text/plain; charset=nonsense", "Content-Transfer-Encoding: base64",
                "Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: nonsense",
                "X: " + "y".repeat(20_000),
                "no colon", "Content-Length: -1", "Content-Disposition: form-data; name=\"other\"");
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(text("--" + boundary + "\r\nContent-Disposition: " + dice.of("form-data", "form-data", "form-data",
                "attachment", "") + "; name=\"" + name + "\"" + file + "\r\n" + headers + "\r\n"
                + dice.of("\r\n", "\r\n", "\r\n",
                        "")));
        part.writeBytes(content);
        part.writeBytes(text("\r\n"));
        return part.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
