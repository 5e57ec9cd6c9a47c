package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Every limit answers with a problem that says what it is, and nothing is written. */
@QuarkusTest
@TestProfile(LimitsIT.Tight.class)
class LimitsIT {
    private static final Customer ACME = new Customer("acme");
    private static final SampleData FEW = SampleData.fewTextures();
    private static final byte[] PNG = FEW.image();
    private static boolean taught;

    /** All limits just above what three classes of drawings need. */
    public static final class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> configuration = new HashMap<>(new Secrets().getConfigOverrides());
            Map.of("image-bytes", "20K", "dataset-bytes", "200K", "request-bytes", "30K", "json-bytes", "1K", "unpacked-bytes",
                    "150K", "entries", "40", "classes", "3", "class-name-length", "12", "versions", "1", "images", "2").forEach(
                            (key, value) -> configuration.put("coop.limits." + key, value));
            configuration.putAll(Map.of("coop.limits.labels", "3", "coop.limits.texts", "4", "coop.limits.pixels", "10000",
                    "coop.limits.requests-per-second", "100"));
            return configuration;
        }
    }

    @ConfigProperty(name = "coop.store.path")
    Path store;

    @BeforeEach
    void teachOnce() {
        Customer.awaitReady();
        Secrets.present(Secrets.ACME);
        if (!taught) {
            ACME.upload("d", FEW.zip()).then().statusCode(200);
            ACME.teach("p", "d", 1);
            taught = true;
        }
    }

    @AfterEach
    void forgetTheKey() {
        Secrets.presentNothing();
    }

    static Stream<BadInput> tooMuch() {
        byte[] noise = new byte[20 * 1024 + 1];
        String base64 = Base64.getEncoder().encodeToString(PNG);
        return Stream.of(
                new BadInput("an image of too many bytes", 413, "20480 bytes", acme -> acme.classify("p", noise, Map.of())),
                new BadInput("the same to embed", 413, "20480 bytes", acme -> given().contentType("image/png").body(noise).post(
                        "/v1/embeddings")),
                new BadInput("an image of too many pixels", 413, "pixels", acme -> acme.classify("p", BadImages.pngHeader(101,
                        100), Map.of())),
                new BadInput("three images", 413, "at most 2", acme -> acme.classifyAll("p", List.of(PNG, PNG, PNG))),
                new BadInput("a form of too many bytes", 413, "30720 bytes", acme -> acme.classifyAll("p", List.of(noise,
                        noise))),
                new BadInput("an image in a form", 413, "20480 bytes", acme -> acme.classifyAll("p", List.of(noise))),
                json("three images as base64", 413, "at most 2", "/v1/embeddings", "{\"images\":[\"%1$s\",\"%1$s\",\"%1$s\"]}"
                        .formatted(base64)),
                json("three texts", 413, "at most 2", "/v1/embeddings", "{\"texts\":[\"a\",\"b\",\"c\"]}"),
                json("an image in JSON of too many bytes", 413, "30720 bytes", "/v1/embeddings", "{\"images\":[\"" + "A".repeat(
                        40_000) + "\"]}"),
                json("four labels", 413, "at most 3", "/v1/classify", "{\"labels\":[\"a\",\"b\",\"c\",\"d\"],\"images\":[\""
                        + base64 + "\"]}"),
                json("six texts", 413, "6 texts", "/v1/classify",
                        "{\"labels\":[\"a\",\"b\"],\"templates\":[\"a {}\",\"b {}\",\"c {}\"],\"images\":[\"" + base64
                                + "\"]}"),
                json("a recipe of too many bytes", 413, "1024 bytes", ACME.at("/prompts/q/adaptations"),
                        "{\"dataset\":\"d\",\"ctxInit\":\"" + "a ".repeat(1000) + "\"}"),
                json("another version", 422, "1 versions", ACME.at("/prompts/p/adaptations"), "{\"dataset\":\"d\"}"),
                upload("an archive of too many bytes", 413, "204800 bytes", new byte[204801]),
                upload("too many entries", 413, "40 entries", with(23, tiny()).zip()),
                upload("too many bytes unpacked", 413, "153600 bytes unpacked", with(20, PNG).zip()),
                upload("too large an image in an archive", 413, "20480 bytes", with(1, noise).zip()),
                upload("four classes", 413, "at most 3", FEW.with("train/new/a.png", PNG).with("test/new/b.png", PNG).zip()),
                upload("a long name of a class", 422, "13 characters", FEW.where(path -> !path.contains("dotted")).with(
                        "train/zebra_crossin/a.png", PNG).with("test/zebra_crossin/b.png", PNG).zip()));
    }

    private static BadInput json(String what, int status, String word, String path, String body) {
        return new BadInput(what, status, word, acme -> given().contentType(ContentType.JSON).body(body).post(path));
    }

    private static BadInput upload(String what, int status, String word, byte[] archive) {
        return new BadInput(what, status, word, acme -> acme.upload("new", archive));
    }

    private static SampleData with(int more, byte[] image) {
        SampleData data = FEW;
        for (int i = 0; i < more; i++) {
            data = data.with("train/striped/more" + i + ".png", image);
        }
        return data;
    }

    private static byte[] tiny() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooMuch")
    void problemNamesTheLimitAndNothingIsWritten(BadInput input) {
        StoredFiles before = StoredFiles.in(store);
        Response answer = input.request().apply(ACME);
        assertEquals(input.status(), answer.statusCode(), answer::asString);
        answer.then().contentType("application/problem+json").body("status", equalTo(input.status())).body("detail",
                containsString(input.word()));
        assertEquals(before, StoredFiles.in(store));
    }

    /** The length is not declared, so it is counted. */
    @ParameterizedTest
    @CsvSource({"PUT,/datasets/new,application/zip,204800 bytes", "POST,/prompts/p/classify,image/png,20480 bytes",
            "POST,/prompts/p/classify,application/json,30720 bytes", "POST,/prompts/q/adaptations,application/json,1024 bytes"})
    void bodyOfUndeclaredLengthIsBoundedToo(String method, String path, String type, String word) throws Exception {
        byte[] blanks = " ".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + ACME.at(path))).header(
                "Authorization", "Bearer " + Secrets.ACME).header("Content-Type", type).method(method,
                        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(blanks)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(413, answer.statusCode(), answer.body());
        assertThat(answer.body(), containsString(word));
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow(), equalTo("application/problem+json"));
    }

    /** In one write, so that they are surely faster than the limit. */
    @Test
    void tooManyRequestsAtOnceAreToldWhenToComeAgain() throws IOException, InterruptedException {
        String answers = pipelined(500, Secrets.GLOBEX);
        long limited = answers.lines().filter(line -> line.endsWith("HTTP/1.1 429 Too Many Requests")).count();
        assertThat(limited, greaterThan(100L));
        assertThat(answers, containsString("Retry-After: 1\r\n"));
        assertThat(answers, containsString("\"status\":429"));
        given().get(ACME.at("/prompts")).then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
        assertThat(given().get("/q/metrics").asString(), matchesPattern("(?s).*\\ncoop_requests_limited_total [1-9].*"));

        Thread.sleep(1000);
        Secrets.present(Secrets.GLOBEX);
        given().get("/v1/tenants/globex/prompts").then().statusCode(200);
    }

    private static String pipelined(int requests, String key) throws IOException {
        String request = "GET /v1/tenants/globex/datasets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key;
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(((request + "\r\n\r\n").repeat(requests - 1) + request
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
