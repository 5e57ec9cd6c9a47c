package io.coopserve.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.tenant.ApiKey;
import io.coopserve.tenant.KeysFile;
import picocli.CommandLine;

class KeyCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path folder;

    private int execute(String... arguments) {
        out.getBuffer().setLength(0);
        return new CommandLine(new Main()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true)).execute(
                arguments);
    }

    @Test
    void keyAndItsLineArePrinted() {
        assertEquals(0, execute("key", "mobile-app", "acme"));
        String[] printed = out.toString().split("\\R");
        assertEquals(2, printed.length);
        assertThat(printed[0], matchesPattern("coop_[A-Za-z0-9_-]{43}"));
        assertEquals(ApiKey.of("mobile-app", "acme", printed[0]).toString(), printed[1]);
    }

    @Test
    void appendedLinesLetTheirKeysIn() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# who may enter");
        assertEquals(0, execute("key", "app", "acme", "--file", file.toString()));
        String app = out.toString().strip();
        assertEquals(0, execute("key", "ops", "*", "--file", file.toString()));
        try (KeysFile keys = new KeysFile(file)) {
            assertEquals("app", keys.caller(app).orElseThrow().name());
            assertTrue(keys.caller(out.toString().strip()).orElseThrow().operates());
        }
    }

    @Test
    void fileStaysAsItWasWhenTheLineWouldSpoilIt() throws IOException {
        Path file = folder.resolve("keys");
        execute("key", "app", "acme", "--file", file.toString());
        String before = Files.readString(file);
        assertEquals(CommandLine.ExitCode.USAGE, execute("key", "app", "globex", "--file", file.toString()));
        assertThat(errors.toString(), containsString("twice"));
        assertEquals(CommandLine.ExitCode.USAGE, execute("key", "App", "acme", "--file", file.toString()));
        assertThat(errors.toString(), containsString("\"App\" is not valid"));
        assertEquals("", out.toString());
        assertEquals(before, Files.readString(file));
    }
}
