package io.coopserve.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What deploy, k8s and the README name has to exist. */
class NamesTest {
    private static final ConfigurationKeys KEYS = new ConfigurationKeys();
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:COOP|QUARKUS)_[A-Z0-9_]+\\b");
    private static final Pattern KEY = Pattern.compile("(?<![\\w/.-])coop(?:\\.[a-z][a-z0-9-]*)+(?![\\w.*…-])");

    static Stream<Path> files() {
        return Stream.of(Manifests.files(Path.of("deploy")), Manifests.files(Manifests.ROOT), List.of(Path.of("README.md")))
                .flatMap(List::stream).filter(file -> !file.endsWith("keys"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyEnvironmentVariableIsAKey(Path file) {
        assertEquals(Set.of(), unknown(file, VARIABLE, KEYS::isVariable));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyKeyExists(Path file) {
        assertEquals(Set.of(), unknown(file, KEY, KEYS::isKey));
    }

    private static Set<String> unknown(Path file, Pattern pattern, Predicate<String> known) {
        Set<String> names = new TreeSet<>(pattern.matcher(Manifests.read(file)).results().map(MatchResult::group).toList());
        names.removeIf(known);
        return names;
    }

    @Test
    void inventedNamesAreUnknown() {
        assertTrue(KEYS.isVariable("COOP_CLIP_MODEL") && KEYS.isVariable("QUARKUS_HTTP_HOST"));
        assertFalse(KEYS.isVariable("COOP_CLIP_MODLE") || KEYS.isKey("coop.clip.modle"));
    }

    @Test
    void imageIsNotRootAndListensWhereTheServiceDoes() {
        for (String file : List.of("Containerfile", "Containerfile.gpu")) {
            String lines = Manifests.read(Path.of("deploy", file));
            Pattern.compile("(?m)^USER (.*)$").matcher(lines).results().forEach(user -> assertTrue(user.group(1).matches(
                    "[1-9]\\d*:[1-9]\\d*"), user.group())); // a number: Kubernetes' runAsNonRoot cannot look a name up
            Pattern.compile("(?m)^EXPOSE (.*)$").matcher(lines).results().forEach(port -> assertEquals(
                    KEYS.read(Map.of()).getValue("quarkus.http.port", String.class), port.group(1)));
        }
        assertTrue(Manifests.read(Path.of("deploy/Containerfile")).contains("\nUSER "));
    }

    /** One artefact, one version: tags of images and what the service says of itself. */
    @Test
    void everyTagIsTheApplicationsVersion() {
        String version = KEYS.read(Map.of()).getValue("quarkus.smallrye-openapi.info-version", String.class);
        Pattern tag = Pattern.compile("(?:coop-serve:|newTag: )(\\d[\\w.]*)");
        Set<String> tags = new TreeSet<>();
        files().forEach(file -> tag.matcher(Manifests.read(file)).results().forEach(found -> tags.add(found.group(1))));
        assertEquals(Set.of(version), tags);
    }
}
