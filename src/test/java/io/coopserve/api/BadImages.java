package io.coopserve.api;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

import io.coopserve.hostile.HostileImages;
import io.coopserve.hostile.HostilePng;
import io.restassured.http.ContentType;

/** Bodies that are not the image they should be. */
final class BadImages {
    static final byte[] TEXT = "not an image".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PNG = SampleData.fewTextures().image();
    private static final byte[] JPEG = jpeg(PNG);

    private BadImages() {
    }

    static Stream<BadInput> all() {
        return Stream.of(
                body("text for an image", 415, "PNG", TEXT),
                body("a truncated PNG", 422, "truncated", Arrays.copyOf(PNG, PNG.length / 2)),
                body("a truncated JPEG", 422, "truncated", Arrays.copyOf(JPEG, JPEG.length / 2)),
                body("an empty body", 400, "empty", new byte[0]),
                body("a PNG of 100000 x 100000 pixels", 413, "pixels", pngHeader(100_000, 100_000)),
                body("a PNG of 1 x 33554432 pixels", 413, "times as long", HostilePng.flat(1, 33_554_432)),
                body("a JPEG of 200 scans", 413, "200 scans", HostileImages.manyScans(199)),
                body("a JPEG inside a BMP", 415, "BMP", HostileImages.bmpAround(JPEG)),
                body("a truncated WebP", 422, "bytes", Arrays.copyOf(HostileImages.WEBP, HostileImages.WEBP.length / 2)),
                body("a WebP smaller than its canvas", 422, "16384 × 16384", HostileImages.webpOfCanvas(16_384, 16_384)),
                body("a GIF of a screen without pixels and no frame", 422, "corrupt", HostileImages.gifOfScreen(0, 0)),
                body("a PNG without pixels", 422, "0 × 5", pngHeader(0, 5)),
                body("a TIFF", 415, "WebP", HostileImages.encoded("tiff")),
                new BadInput("a type that is none", 415, ";;",
                        acme -> given().header("Content-Type", ";;").body(PNG).post(classify(
                                acme))),
                new BadInput("a form that is none", 400, "form", acme -> given().config(config().encoderConfig(encoderConfig()
                        .encodeContentTypeAs("multipart/form-data", ContentType.TEXT))).header("Content-Type",
                                "multipart/form-data; boundary=x")
                        .body("--x\r\nno colon\r\n\r\nx\r\n--x--\r\n").post(classify(acme))),
                new BadInput("a long word to embed", 422, "characters",
                        acme -> given().contentType(ContentType.JSON).body(Map.of(
                                "texts", List.of("z".repeat(100_000)))).post("/v1/embeddings")),
                new BadInput("one text among images", 415, "PNG", acme -> Customer.images(List.of(PNG, TEXT)).post(classify(
                        acme))),
                new BadInput("a form without an image", 400, "\"image\"", acme -> given().multiPart("picture", "a.png", PNG,
                        "image/png").post(classify(acme))),
                json("base64 that is none", 400, "base64", "{\"images\":[\"a\"]}"),
                json("an empty list of images", 400, "images", "{\"images\":[]}"),
                json("no list of images", 400, "images", "{}"),
                json("a number for an image", 400, "images", "{\"images\":[1]}"),
                json("no JSON", 400, "JSON", "{\"images\""),
                new BadInput("embeddings of nothing", 422, "texts", acme -> given().contentType(ContentType.JSON).body("{}")
                        .post("/v1/embeddings")),
                new BadInput("embeddings of a text for an image", 415, "PNG", acme -> given().contentType("image/png").body(
                        TEXT).post("/v1/embeddings")),
                new BadInput("an embedding of a text that is too long", 422, "token", acme -> given().contentType(
                        ContentType.JSON).body(Map.of("texts", List.of("zebra ".repeat(200)))).post("/v1/embeddings")));
    }

    private static BadInput body(String what, int status, String word, byte[] body) {
        return new BadInput(what, status, word, acme -> given().contentType("image/png").body(body).post(classify(acme)));
    }

    private static BadInput json(String what, int status, String word, String body) {
        return new BadInput(what, status, word, acme -> given().contentType(ContentType.JSON).body(body).post(classify(acme)));
    }

    private static String classify(Customer acme) {
        return acme.at("/prompts/textures/classify");
    }

    private static byte[] jpeg(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
            opaque.createGraphics().drawImage(image, 0, 0, null);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(opaque, "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signature and IHDR chunk: all that says how large the image would be. */
    static byte[] pngHeader(int width, int height) {
        byte[] header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height)
                .put(new byte[]{8, 2, 0, 0, 0}).array();
        CRC32 crc = new CRC32();
        crc.update(header);
        return ByteBuffer.allocate(33).putLong(0x89504e470d0a1a0aL).putInt(13).put(header).putInt((int) crc.getValue()).array();
    }
}
