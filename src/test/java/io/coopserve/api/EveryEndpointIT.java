package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Header;
import io.restassured.response.Response;

/** All that the OpenAPI document lists is behind keys, and behind the wall between tenants. */
@QuarkusTest
@TestProfile(Secrets.class)
class EveryEndpointIT {
    private static final Customer ACME = new Customer("acme");
    private static String run;

    @ConfigProperty(name = "coop.store.path")
    Path store;

    /** Real data, so that a leak would show. */
    @BeforeEach
    void teachOnce() {
        Customer.awaitReady();
        Secrets.present(Secrets.ACME);
        if (run == null) {
            ACME.upload("d", SampleData.fewTextures().zip()).then().statusCode(200);
            ACME.teach("p", "d", 1);
            run = given().get(ACME.at("/adaptations")).jsonPath().getString("adaptations[0].run");
        }
        Secrets.presentNothing();
    }

    @AfterEach
    void forgetTheKey() {
        Secrets.presentNothing();
    }

    private void everywhere(List<Endpoint> endpoints, int status, String detail) {
        assertThat(endpoints.size(), greaterThan(1));
        StoredFiles before = StoredFiles.in(store);
        for (Endpoint endpoint : endpoints) {
            Response answer = endpoint.send("acme", run);
            assertEquals(status, answer.statusCode(), endpoint + ": " + answer.asString());
            answer.then().contentType("application/problem+json").body("status", equalTo(status)).body("detail", equalTo(
                    detail));
        }
        assertEquals(before, StoredFiles.in(store));
    }

    @Test
    void nothingIsServedWithoutAKey() {
        everywhere(Endpoint.all(), 401, "This needs a key: send it as \"Authorization: Bearer …\".");
    }

    @Test
    void nothingIsServedWithAWrongKey() {
        Secrets.present(Secrets.ACME + "x");
        everywhere(Endpoint.all(), 401, "The key or token of this request is not valid here.");
    }

    @Test
    void nothingOfATenantIsServedWithTheKeyOfAnother() {
        Secrets.present(Secrets.GLOBEX);
        everywhere(Endpoint.all().stream().filter(Endpoint::isOfATenant).toList(), 404,
                "There is nothing at this path for the caller of this request.");
    }

    @Test
    void anotherTenantCannotBeToldFromNobody() {
        Secrets.present(Secrets.GLOBEX);
        for (Endpoint endpoint : Endpoint.all().stream().filter(Endpoint::isOfATenant).toList()) {
            String answer = described(endpoint.send("acme", run));
            assertEquals(answer, described(endpoint.send("nobody", run)));
            assertEquals(answer, described(endpoint.send("No name!", run)));
        }
    }

    /** All of it but the name of the request, which is drawn. */
    private static String described(Response answer) {
        return answer.statusLine() + answer.headers().asList().stream().filter(header -> !header.hasSameNameAs(new Header(
                "X-Request-Id", ""))).toList() + answer.asString();
    }

    /** Otherwise the refusals above would prove nothing. */
    @Test
    void theSameRequestsAreServedToTheirOwnerAndToOperations() {
        for (Map.Entry<String, String> caller : Map.of(Secrets.ACME, "acme", Secrets.OPERATIONS, "acme").entrySet()) {
            Secrets.present(caller.getKey());
            for (Endpoint endpoint : Endpoint.all().stream().filter(endpoint -> !endpoint.destroys()).toList()) {
                Response answer = endpoint.send(caller.getValue(), run);
                assertThat(endpoint + ": " + answer.asString(), answer.statusCode(), lessThan(300));
                if (answer.statusCode() == 202) {
                    ACME.end(answer.jsonPath().getString("run"));
                }
            }
        }
    }
}
