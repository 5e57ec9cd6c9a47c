package io.coopserve.api;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** Whatever is wrong with a request, its problem says so and the store stays byte for byte what it was. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class BadInputIT {
    private static final byte[] PNG = SampleData.fewTextures().image();
    private static Customer acme;

    @ConfigProperty(name = "coop.store.path")
    Path store;

    @Inject
    Prompts prompts;

    @Inject
    FrozenClip model;

    @BeforeEach
    void prepareOnce() {
        Customer.awaitReady();
        if (acme == null) {
            acme = Customer.unknown("acme");
            SampleData few = SampleData.fewTextures();
            acme.upload("textures", few.zip()).then().statusCode(200);
            String longName = "zebra ".repeat(30).strip();
            acme.upload("long", few.with("train/" + longName + "/a.png", PNG).with("test/" + longName + "/b.png", PNG).zip())
                    .then().statusCode(200);
            acme.teach("textures", "textures", 1);
        }
    }

    static Stream<BadInput> badInputs() {
        return Stream.of(BadImages.all(), BadArchives.all(), BadRecipes.all(), BadAddresses.all()).flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInputs")
    void problemSaysWhatIsWrongAndNothingIsWritten(BadInput input) {
        StoredFiles before = StoredFiles.in(store);
        Response answer = input.request().apply(acme);

        assertEquals(input.status(), answer.statusCode(), answer::asString);
        answer.then().contentType("application/problem+json").body("status", equalTo(input.status())).body("title", not(
                equalTo(null)));
        String detail = answer.jsonPath().getString("detail");
        assertThat(detail, containsStringIgnoringCase(input.word()));
        assertThat(answer.asString(), not(matchesPattern(
                "(?s).*(io\\.coopserve|jackson|fasterxml|java\\.|\\tat |[a-z]Exception|quarkus|`|\\(through reference).*")));
        assertEquals(before, StoredFiles.in(store));
    }

    @Test
    void promptOfAnotherClipIsRefusedByBothFingerprints() {
        String foreign = "ab".repeat(32);
        LearnedPrompt learned = new ClassWeights(foreign, List.of("a", "b"), 100, new float[2][128], Optional.empty());
        prompts.publish(new TenantId(acme.name()), new Name("foreign"), learned, version -> new PromptCard("foreign", version,
                Instant.now(), "run", foreign, JsonNodeFactory.instance.objectNode(), new PromptCard.Data("d", "", List.of("a",
                        "b"), Map.of(), Map.of()),
                null, null, null, List.of(), List.of()));

        acme.classify("foreign", PNG, Map.of()).then().statusCode(409).contentType("application/problem+json").body("detail",
                containsString(foreign)).body("detail", containsString(model.clip().fingerprint()));
    }
}
