package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

/** What keys open, and what needs none. */
@QuarkusTest
@TestProfile(Secrets.class)
class KeysIT {
    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    @AfterEach
    void forgetTheKey() {
        Secrets.presentNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics", "/q/openapi"})
    void probesMetricsAndContractNeedNoKey(String path) {
        given().get(path).then().statusCode(200);
        given().header("Authorization", "Bearer whatever").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/v1", "/v1/nothing", "/q/nothing", "/q", "/v1/tenants/acme/nothing",
            "//v1/classify", "/q/health/../../v1/tenants/acme/prompts", "/q/openapi/..;/v1/classify"})
    void everythingElseNeedsOneWhetherItIsThereOrNot(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(401).header("WWW-Authenticate", "Bearer").contentType(
                "application/problem+json").body("status", equalTo(401));
    }

    @ParameterizedTest
    @CsvSource({"%61cme,200", "acme;x=globex,200", "globex/../acme,200", "globex,404", "%67lobex,404", "acme/../globex,404",
            "acme%2f..%2fglobex,404", "globex;acme,404", "ACME,404", "acme%20,404", "%2e%2e/tenants/globex,404"})
    void otherSpellingsOfAPathOpenNothingElse(String tenant, int status) {
        Secrets.present(Secrets.ACME);
        given().urlEncodingEnabled(false).get("/v1/tenants/" + tenant + "/prompts").then().statusCode(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "coop_key-of-acme", "Bearer", "Bearer ", "Bearer coop_key-of-acme x",
            "Token coop_key-of-acme", "Bearer eyJhbGciOiJub25lIn0.eyJncm91cHMiOlsib3BlcmF0ZSJdfQ."})
    void whatIsNoKeyIsRefused(String header) {
        given().header("Authorization", header).get("/v1/tenants/acme/prompts").then().statusCode(401).body("status", equalTo(
                401));
    }

    @Test
    void schemeIsReadInAnyCase() {
        given().header("Authorization", "bearer " + Secrets.ACME).get("/v1/tenants/acme/prompts").then().statusCode(200);
    }

    @Test
    void keysAreInNoAnswerAndNoMetricAndFailuresAreCounted() {
        Secrets.present("coop_not-a-key");
        String refusal = given().get("/v1/tenants/secretive/prompts").asString();
        Secrets.present(Secrets.ACME);
        String absent = given().get("/v1/tenants/acme/prompts/nothing").asString();
        given().patch("/v1/tenants/acme/secret-path").then().statusCode(404);
        Secrets.presentNothing();
        given().post("/v1/tenants/secretive/prompts/p/classify").then().statusCode(401);
        given().patch("/v1/tenants/secretive").then().statusCode(401);
        String metrics = given().get("/q/metrics").asString();

        for (String text : new String[]{refusal, absent, metrics}) {
            assertThat(text, not(containsString("coop_not-a-key")));
            assertThat(text, not(containsString(Secrets.ACME)));
            assertThat(text, not(containsString("secret")));
        }
        assertThat(metrics, matchesPattern("(?s).*\\ncoop_auth_failures_total\\{reason=\"missing\"\\} [1-9].*"));
        assertThat(metrics, matchesPattern("(?s).*\\ncoop_auth_failures_total\\{reason=\"invalid\"\\} [1-9].*"));
    }

    /** Half a gigabyte is announced, one line of it comes: the answer is there all the same. */
    @Test
    void refusalWaitsForNoBody() throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("PUT /v1/tenants/acme/datasets/d HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: 500000000\r\n\r\nPK").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("HTTP/1.1 401 Unauthorized", answer.lines().findFirst().orElseThrow());
        }
        assertThat("seconds until the connection is closed", (System.nanoTime() - start) / 1e9, lessThan(8.0));
    }
}
