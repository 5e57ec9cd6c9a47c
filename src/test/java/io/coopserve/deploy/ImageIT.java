package io.coopserve.deploy;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The steps of deploy/Containerfile, with its scripts, outside of a container. */
@EnabledOnOs(OS.LINUX)
class ImageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String IMAGE = "src/demo/data/striped.png";

    @TempDir
    private static Path folder;
    private static Path app;
    private static Path natives;

    @BeforeAll
    static void takeTheNativesOut() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "deploy/*.sh want bash");
        app = folder.resolve("app");
        natives = folder.resolve("native");
        Path built = Path.of(System.getProperty("runner.jar")).getParent();
        assertEquals(0, run(Map.of(), "cp", "-a", built.toString(), app.toString()));
        assertEquals(0, run(Map.of(), "bash", "deploy/natives.sh", app.toString(), natives.toString()));
    }

    @Test
    void serviceStartsWithoutUnpackingAnything() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        assertEquals(List.of(), serve(home));
    }

    /** {@code -XX:AOTMode=on} and {@code -Xshare:on} end Java if it cannot use the cache. */
    @Test
    void trainedCacheIsUsed() throws Exception {
        Path cache = folder.resolve("app.aot");
        assertEquals(0, run(Map.of("AOT_PORT", String.valueOf(freePort()), "PYTORCH_LIBRARY_PATH", natives.resolve("torch")
                .toString()), "bash", "deploy/train-aot.sh", app.toString(), IMAGE, cache.toString(), "-XX:+UseG1GC"));
        Path home = Files.createDirectories(folder.resolve("trained"));
        boolean aot = JRE.currentVersionNumber() >= 25;
        assertEquals(List.of(), serve(home, aot ? "-XX:AOTMode=on" : "-Xshare:on", (aot
                ? "-XX:AOTCache="
                : "-XX:SharedArchiveFile=") + cache, "-XX:+UseSerialGC"));
    }

    /** Starts the service, has it classify an image and stops it. @return the files of its home and its temporary folder */
    private static List<Path> serve(Path home, String... options) throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(java(), "-Djna.boot.library.path=" + natives.resolve("jna"),
                "-Djna.nounpack=true", "-Duser.home=" + home, "-Djava.io.tmpdir=" + home, "-Dquarkus.http.port=" + port,
                "-Dcoop.store.path=" + folder.resolve("data")));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        Process service = process(Map.of("PYTORCH_LIBRARY_PATH", natives.resolve("torch").toString()), command).start();
        try {
            await().atMost(PATIENCE).ignoreExceptionsInstanceOf(ConnectException.class).until(() -> {
                assertTrue(service.isAlive(), "it has ended; see the output above");
                return given().port(port).get("/q/health/ready").statusCode() == 200;
            });
            given().port(port).contentType("image/png").queryParam("label", "striped", "brick").body(new File(IMAGE)).post(
                    "/v1/classify").then().statusCode(200);
        } finally {
            service.destroy();
            service.waitFor();
        }
        return Manifests.files(home);
    }

    private static int run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        return process(environment, List.of(command)).start().waitFor();
    }

    private static ProcessBuilder process(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
