package io.coopserve.tenant;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysFileTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String HASH = "ab".repeat(32);
    private final String one = ApiKey.random();
    private final String two = ApiKey.random();

    @TempDir
    Path folder;

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines));
    }

    @Test
    void randomKeysAreLongRecognisableAndNeverTheSame() {
        assertThat(one, matchesPattern("coop_[A-Za-z0-9_-]{43}"));
        assertFalse(one.equals(two));
    }

    @Test
    void lineIsReadAsItWasWrittenAndHoldsNoKey() {
        ApiKey line = ApiKey.of("mobile-app", "acme", one);
        assertThat(line.toString(), matchesPattern("mobile-app acme [0-9a-f]{64}"));
        assertThat(line.toString(), not(containsString(one)));
        assertEquals(line, ApiKey.parse("  " + line + " "));
    }

    @Test
    void keyOfATenantOpensThatTenantAndOneOfOperationsAll() throws IOException {
        Path file = write("keys", "# who may enter", "", ApiKey.of("app", "acme", one).toString(), ApiKey.of("ops", "*", two)
                .toString());
        try (KeysFile keys = new KeysFile(file)) {
            Caller app = keys.caller(one).orElseThrow();
            assertEquals(new Caller("app", Optional.of(new TenantId("acme")), Set.of(Role.CLASSIFY, Role.ADAPT)), app);
            assertTrue(app.mayUse("acme"));
            assertFalse(app.mayUse("acmes"));
            assertFalse(app.mayUse("ACME"));

            Caller ops = keys.caller(two).orElseThrow();
            assertTrue(ops.mayUse("acme"));
            assertTrue(ops.operates());

            assertEquals(Optional.empty(), keys.caller(one + "x"));
            assertEquals(Optional.empty(), keys.caller(""));
            assertEquals(Optional.empty(), keys.caller(ApiKey.sha256(one)), "the line of a key is no key");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app acme", "app acme x", "App acme " + "ab", "app Acme ab", "app acme AB", "app acme ab extra",
            "app * * ab", "app ../acme ab"})
    void wrongLineIsNamedByItsNumberAndNotShown(String line) throws IOException {
        Path file = write("keys", ApiKey.of("first", "acme", one).toString(), line.replace("ab", HASH).replace("AB", HASH
                .toUpperCase()));
        InvalidKeysException e = assertThrows(InvalidKeysException.class, () -> new KeysFile(file));
        assertThat(e.getMessage(), containsString("Line 2 of"));
        assertThat(e.getMessage(), not(containsString(HASH)));
    }

    @Test
    void nameOrKeyTwiceIsRefused() throws IOException {
        Path names = write("names", ApiKey.of("app", "acme", one).toString(), ApiKey.of("app", "acme", two).toString());
        assertThat(assertThrows(InvalidKeysException.class, () -> new KeysFile(names)).getMessage(), containsString("twice"));
        Path keys = write("keys", ApiKey.of("app", "acme", one).toString(), ApiKey.of("other", "globex", one).toString());
        assertThat(assertThrows(InvalidKeysException.class, () -> new KeysFile(keys)).getMessage(), containsString("twice"));
    }

    /** As Kubernetes does it: a link to a link to a folder, the middle one of which is replaced. */
    @Test
    void swappedSecretHoldsWithinSecondsAndAWrongOneChangesNothing() throws IOException {
        mount("v1", ApiKey.of("app", "acme", one).toString());
        Path file = Files.createSymbolicLink(folder.resolve("keys"), Path.of("data", "keys"));
        try (KeysFile keys = new KeysFile(file)) {
            assertTrue(keys.caller(one).isPresent());

            mount("v2", ApiKey.of("app", "acme", two).toString());
            await().atMost(SOON).until(() -> keys.caller(two).isPresent());
            assertFalse(keys.caller(one).isPresent(), "revoked");

            mount("v3", "what is this");
            await().pollDelay(Duration.ofSeconds(5)).atMost(SOON).until(() -> keys.caller(two).isPresent());

            Files.delete(folder.resolve("data"));
            mount("v4", ApiKey.of("app", "acme", one).toString());
            await().atMost(SOON).until(() -> keys.caller(one).isPresent());
        }
    }

    private void mount(String version, String content) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve(version)).resolve("keys"), content);
        Path link = Files.createSymbolicLink(folder.resolve("data.new"), Path.of(version));
        Files.move(link, folder.resolve("data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
