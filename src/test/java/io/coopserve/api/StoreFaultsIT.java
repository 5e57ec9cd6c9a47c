package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.store.FaultyProxy;
import io.coopserve.store.S3Server;
import io.restassured.RestAssured;
import software.amazon.awssdk.services.s3.S3Client;

/** What people see when the S3 server is not what it should be, and that nobody has to restart anything afterwards. */
class StoreFaultsIT {
    private static final SampleData TEXTURES = SampleData.fewTextures();
    private final Customer acme = Customer.unknown("acme");

    @TempDir
    Path folder;
    private S3Server server;

    @BeforeEach
    void startServer() {
        server = S3Server.start(folder);
    }

    @AfterEach
    void stopServer() {
        server.close();
        RestAssured.reset();
    }

    private Service serve(URI endpoint, String... more) {
        List<String> properties = new ArrayList<>(S3Server.options(endpoint, "coop"));
        properties.addAll(List.of(more)); // of two, the last one counts
        return new Service(folder, properties.toArray(String[]::new));
    }

    /** Up but for the storage. */
    private static void awaitNotReady() {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptionsInstanceOf(ConnectException.class).until(() -> given()
                .get("/q/health/started").statusCode() == 200 && given().get("/q/health/ready").statusCode() == 503);
        given().get("/q/health/ready").then().statusCode(503).body("checks.find { it.name == 'clip' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'store' }.status", equalTo("DOWN"));
        given().get("/q/health/live").then().statusCode(200);
    }

    private void assertNothingIsTaken() {
        acme.upload("d", TEXTURES.zip()).then().statusCode(503).header("Retry-After", notNullValue()).body("detail",
                containsString("storage is not available"));
    }

    private static String metrics() {
        return given().get("/q/metrics").asString();
    }

    private static List<String> faults(Service service) {
        assertThat(service.output(), not(containsString("\tat ")));
        assertThat(service.output(), not(containsString("secret")));
        return service.output().lines().filter(line -> line.contains("Storage is not ready")).toList();
    }

    private static void assertOneFault(Service service, String... words) {
        assertEquals(1, faults(service).size(), service.output());
        for (String word : words) {
            assertThat(faults(service).get(0), containsString(word));
        }
    }

    @Test
    void wrongSecretIsNamedAndNotShown() {
        server.createBucket("coop");
        try (Service service = serve(server.endpoint(), "-Daws.secretAccessKey=another-secret")) {
            awaitNotReady();
            assertNothingIsTaken();
            assertOneFault(service, "s3://coop/", server.endpoint().toString(), "SignatureDoesNotMatch (403)");
        }
    }

    @Test
    void missingCredentialsAreNamed() {
        try (Service service = serve(server.endpoint(), "-Daws.accessKeyId=", "-Daws.disableEc2Metadata=true")) {
            awaitNotReady();
            assertOneFault(service, "s3://coop/", "no AWS credentials");
        }
    }

    @Test
    void missingBucketIsNamedAndServedOnceItIsThere() {
        try (Service service = serve(server.endpoint())) {
            awaitNotReady();
            assertNothingIsTaken();
            assertOneFault(service, "s3://coop/", "NoSuchBucket (404)");

            server.createBucket("coop");
            Customer.awaitReady();
            acme.upload("d", TEXTURES.zip()).then().statusCode(200);
        }
    }

    @Test
    void stoppedServerStopsNobodyWhoIsServedAndComesBack() {
        server.createBucket("coop");
        try (Service service = serve(server.endpoint())) {
            Customer.awaitReady();
            acme.upload("d", TEXTURES.zip()).then().statusCode(200);
            acme.teach("p", "d", 1);
            acme.classify("p", TEXTURES.image(), Map.of()).then().statusCode(200).header("Cache-Status", nullValue());
            assertThat(metrics(), containsString("coop_store_up 1.0"));

            server.stop();
            awaitNotReady();
            assertNothingIsTaken();
            for (int i = 0; i < 20; i++) {
                given().get("/q/health/ready").then().statusCode(503);
                acme.classify("p", TEXTURES.image(), Map.of()).then().statusCode(200).header("Cache-Status",
                        "coop-serve; hit; detail=storage-unavailable");
            }
            assertThat(metrics(), containsString("coop_store_up 0.0"));
            assertOneFault(service, server.endpoint().toString());
            assertThat(faults(service).get(0), anyOf(containsString("Connection refused"), containsString(
                    "failed to respond"), containsString("Connection reset")));

            server.start();
            Customer.awaitReady();
            assertEquals(1, acme.card("p", 1).getInt("version"));
            acme.classify("p", TEXTURES.image(), Map.of()).then().statusCode(200).header("Cache-Status", nullValue());
            assertEquals(2, acme.teach("p", "d", 2));
            assertOneFault(service);
        }
    }

    @Test
    void serverThatHangsKeepsNoProbeWaiting() {
        server.createBucket("coop");
        try (Service service = serve(server.endpoint())) {
            Customer.awaitReady();
            server.freeze();
            awaitNotReady();
            for (int i = 0; i < 10; i++) {
                given().get("/q/health/ready").then().statusCode(503).time(lessThan(900L));
            }
            assertOneFault(service, "timeout");
            server.thaw();
            Customer.awaitReady();
        }
    }

    @Test
    void serverThatOverwritesIsFoundOutBeforeAnythingIsWritten() throws Exception {
        try (S3Server trusting = S3Server.trusting(folder.resolve("trusting"));
                FaultyProxy overwriting = new FaultyProxy(trusting.endpoint(), FaultyProxy.Fault.OVERWRITES)) {
            trusting.createBucket("coop");
            try (Service service = serve(overwriting.endpoint()); S3Client owner = trusting.owner()) {
                awaitNotReady();
                assertNothingIsTaken();
                assertOneFault(service, "does not refuse to overwrite", overwriting.endpoint().toString());
                assertEquals(List.of(), owner.listObjectsV2(request -> request.bucket("coop")).contents());
            }
        }
    }

    @Test
    void kindWithoutBucketEndsTheProcessWithOneLine() throws Exception {
        try (Service service = new Service(folder, "-Dcoop.store.kind=s3")) {
            assertEquals(1, service.awaitExit());
            assertEquals(1, service.output().lines().count(), service.output());
            assertThat(service.output(), allOf(containsString("coop.store.bucket is missing"), containsString(
                    "coop.store.kind=s3")));
        }
    }
}
