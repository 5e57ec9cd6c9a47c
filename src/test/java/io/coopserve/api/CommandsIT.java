package io.coopserve.api;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/** The commands of the artefact, as somebody types them. */
class CommandsIT {
    @TempDir
    Path data;

    private record Ended(int exitCode, List<String> output, List<String> errors) {}

    private Ended run(List<String> properties, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Dcoop.store.path=" + data.resolve("store"), "-Dcoop.clip.cache-dir=" + data
                        .resolve("cache")));
        command.addAll(properties);
        command.addAll(List.of("-jar", System.getProperty("runner.jar")));
        command.addAll(List.of(arguments));
        Path errors = data.resolve("errors");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> output = process.inputReader().lines().toList();
        return new Ended(process.waitFor(), output, Files.readAllLines(errors));
    }

    @Test
    void selfTestComparesWithTheCpuAndMeasures() throws Exception {
        Ended ended = run(List.of(), "inspect", "--self-test");
        String report = String.join("\n", ended.output());
        assertEquals(0, ended.exitCode(), report);
        assertThat(report, containsString("fingerprint  fd2982402582"));
        for (String line : List.of("device +cpu", "precision +fp32", "features +cosine .*: ok",
                "images/s +[0-9.]+ in batches of 32", "CoOp step +[0-9.]+ ms .*", "memory +[0-9]+ MB resident",
                "storage +folder .*: ok")) {
            assertThat(ended.output().stream().filter(said -> said.matches(line)).toList(), hasSize(1));
        }
    }

    @Test
    void modelThatCannotBeServedIsSaidInOneLine() throws Exception {
        Ended ended = run(List.of("-Dcoop.clip.model=" + data.resolve("nothing")), "inspect");
        assertEquals(1, ended.exitCode());
        assertThat(ended.errors(), hasSize(1));
        assertThat(ended.errors().get(0), containsString("is neither 'demo' nor a folder"));
    }

    @Test
    void runThatIsNotThereIsSaidInOneLine() throws Exception {
        Ended ended = run(List.of(), "run", "acme/20260101-000000-000-00000000");
        assertEquals(1, ended.exitCode());
        assertEquals(List.of(), ended.output());
        assertThat(ended.errors().get(0), containsString("There is no run acme/2026"));
        Ended invalid = run(List.of(), "run", "Acme/x");
        assertEquals(1, invalid.exitCode());
        assertThat(String.join("\n", invalid.errors()), containsString("coop-serve: The tenant \"Acme\" is not valid"));
    }

    /** A process that died between its last version and saying so. */
    @Test
    void aRunThatHasPublishedDoesNotDoItAgain() throws Exception {
        Customer acme = Customer.unknown("acme");
        String run;
        try (Service service = new Service(data)) {
            Customer.awaitReady();
            acme.upload("d", SampleData.fewTextures().zip()).then().statusCode(200);
            run = acme.adapt("p", Map.of("dataset", "d", "epochs", 2, "meanwhile", "tip-adapter")).jsonPath().getString("run");
            assertEquals(2, acme.end(run).getInt("version"));
            assertTrue(service.isAlive());
        } finally {
            RestAssured.reset();
        }
        Path tenant = data.resolve("store/tenants/" + acme.name());
        Files.delete(tenant.resolve("runs/%s/1/end.json".formatted(run)));
        Files.delete(tenant.resolve("prompts/p/current/2")); // the move of the pointer to the second version

        Ended again = run(List.of(), "run", acme.name() + "/" + run);
        assertEquals(0, again.exitCode(), String.join("\n", again.errors()));
        JsonPath end = JsonPath.from(again.output().get(again.output().size() - 1));
        assertEquals("SUCCEEDED", end.getString("state"));
        assertEquals(2, end.getInt("version"));
        try (Stream<Path> versions = Files.list(tenant.resolve("prompts/p/versions"))) {
            assertEquals(2, versions.count());
        }
        assertEquals(2, JsonPath.from(tenant.resolve("prompts/p/current/2").toFile()).getInt("version"));
    }

    @Test
    void unknownCommandShowsTheUsage() throws Exception {
        Ended ended = run(List.of(), "bogus");
        assertEquals(2, ended.exitCode());
        assertThat(ended.errors().get(0), startsWith("Unmatched argument"));
        Ended help = run(List.of(), "--help");
        assertEquals(0, help.exitCode());
        assertThat(help.output().get(0), matchesPattern("Usage: coop-serve .*"));
    }
}
