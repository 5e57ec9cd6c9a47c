package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.coopserve.tenant.ApiKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;

/** Tokens of an issuer: what their claims open. */
@QuarkusTest
@TestProfile(JwtIT.Issuer.class)
class JwtIT {
    private static final String ISSUER = "https://issuer.example";
    private static final Set<String> CLASSIFYING = Set.of("classify", "embed", "classifyWithPrompt", "classifyWithPrompts",
            "listPrompts", "getPrompt",
            "getCard", "getCurrent");

    /** A fresh pair of keys; the private one lies beside the store for the test, which is loaded apart. */
    public static final class Issuer implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> configuration = new HashMap<>(new TemporaryStore().getConfigOverrides());
            KeyPair keys = keys();
            try {
                Path file = Files.createTempFile("issuer", ".pem");
                Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(keys.getPublic()
                        .getEncoded()) + "\n-----END PUBLIC KEY-----\n");
                configuration.put("mp.jwt.verify.publickey.location", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            configuration.put("mp.jwt.verify.issuer", ISSUER);
            configuration.put("coop.auth.mode", "jwt");
            configuration.put("test.issuer", Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
            return configuration;
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ConfigProperty(name = "test.issuer")
    String pkcs8;

    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    @AfterEach
    void forgetTheToken() {
        Secrets.presentNothing();
    }

    private PrivateKey issuersKey() throws Exception {
        return java.security.KeyFactory.getInstance("RSA").generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(Base64
                .getDecoder().decode(pkcs8)));
    }

    private static JwtClaimsBuilder claims(String tenant, String... roles) {
        JwtClaimsBuilder claims = Jwt.issuer(ISSUER).subject("someone").groups(Set.of(roles));
        return tenant == null ? claims : claims.claim("tenant", tenant);
    }

    private void present(JwtClaimsBuilder claims) throws Exception {
        Secrets.present(claims.sign(issuersKey()));
    }

    @Test
    void tokenOpensItsTenantAndNoOther() throws Exception {
        present(claims("acme", "adapt"));
        Customer acme = new Customer("acme");
        acme.upload("d", SampleData.fewTextures().zip()).then().statusCode(200);
        acme.teach("p", "d", 1);
        acme.classify("p", SampleData.fewTextures().image(), Map.of()).then().statusCode(200);

        present(claims("globex", "adapt"));
        acme.classify("p", SampleData.fewTextures().image(), Map.of()).then().statusCode(404);
        given().get(acme.at("/prompts")).then().statusCode(404);
        given().delete("/v1/tenants/acme").then().statusCode(404);

        present(claims(null, "operate"));
        given().get(acme.at("/prompts")).then().statusCode(200).body("prompts", equalTo(java.util.List.of("p")));
    }

    @Test
    void classifyingTokenMayAskButNotChange() throws Exception {
        present(claims("initech", "classify"));
        for (Endpoint endpoint : Endpoint.all()) {
            Response answer = endpoint.send("initech", "20260101-000000-000-00000000");
            if (CLASSIFYING.contains(endpoint.operation())) {
                assertThat(endpoint.toString(), answer.statusCode(), oneOf(200, 404));
            } else {
                assertEquals(403, answer.statusCode(), endpoint.toString());
                answer.then().contentType("application/problem+json").body("status", equalTo(403));
            }
        }
    }

    @Test
    void tokenWithoutRolesMayNothing() throws Exception {
        present(claims("acme", "something-else"));
        for (Endpoint endpoint : Endpoint.all()) {
            assertEquals(403, endpoint.send("acme", "0").statusCode(), endpoint.toString());
        }
    }

    @Test
    void tokenWithoutTenantOwnsNothing() throws Exception {
        present(claims(null, "adapt"));
        given().get("/v1/tenants/acme/prompts").then().statusCode(404);
        given().contentType("image/png").body(SampleData.fewTextures().image()).post("/v1/embeddings").then().statusCode(200);
    }

    @Test
    void whatTheIssuerDidNotSignOrNoLongerMeansIsRefused() throws Exception {
        Instant past = Instant.now().minus(Duration.ofHours(2));
        String[] bad = {
                claims("acme", "operate").sign(keys().getPrivate()),
                claims("acme", "operate").issuer("https://other.example").sign(issuersKey()),
                claims("acme", "operate").issuedAt(past).expiresAt(past.plusSeconds(60)).sign(issuersKey()),
                claims("No name", "adapt").sign(issuersKey()),
                "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiZ3JvdXBzIjpbIm9wZXJhdGUiXX0.",
                ApiKey.random(), "x"};
        for (String token : bad) {
            Secrets.present(token);
            given().get("/v1/tenants/acme/prompts").then().statusCode(401).header("WWW-Authenticate", "Bearer").contentType(
                    "application/problem+json").body("status", equalTo(401));
        }
        Secrets.presentNothing();
        given().get("/v1/tenants/acme/prompts").then().statusCode(401).contentType("application/problem+json");
        assertThat(given().get("/q/health").statusCode(), not(401));
    }
}
