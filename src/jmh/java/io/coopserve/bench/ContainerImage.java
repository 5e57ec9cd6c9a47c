package io.coopserve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What {@code deploy/Containerfile} puts into an image, made in a folder by the same scripts and started by the same entry
 * point. Java is that of {@code -Dbench.jdk=HOME}, or what runs this; before Java 25 it is an archive of classes instead of an
 * AOT cache.
 */
final class ContainerImage {
    private static final Path FILE = Path.of("deploy/Containerfile");
    private static final Path DRAWING = Path.of("src/demo/data/striped.png");
    private static final Pattern ENTRYPOINT = Pattern.compile("^ENTRYPOINT (\\[.*])$", Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile("^(?:ENV|   ) ([A-Z_]+)=([^ \\n]+)", Pattern.MULTILINE);
    /** Of where the service listens and stores; a benchmark says so itself. */
    private static final Set<String> NOT_TAKEN = Set.of("QUARKUS_HTTP_HOST", "COOP_CLIP_CACHE_DIR", "COOP_STORE_PATH",
            "HF_HOME");
    private static final String AOT_CACHE = "-XX:AOTCache=";
    private static final int FIRST_WITH_AOT_CACHE = 25;

    private final Path folder;
    private final Path jdk = Path.of(System.getProperty("bench.jdk", System.getProperty("java.home")));
    private final String text = Files.readString(FILE);
    private final int version = version(jdk);

    /** @param folder that it is made in; it must not exist */
    ContainerImage(Path folder) throws IOException, InterruptedException {
        this.folder = folder.toAbsolutePath();
        FolderTree.link(Path.of(System.getProperty("runner.jar", "target/quarkus-app/quarkus-run.jar")).getParent(), app());
        run("deploy/natives.sh", app().toString(), folder.resolve("native").toString());
        run("deploy/train-aot.sh", app().toString(), DRAWING.toString(), app().resolve("app.aot").toString());
    }

    private Path app() {
        return folder.resolve("app");
    }

    private void run(String... script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash"));
        command.addAll(List.of(script));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Bench.FOLDER.resolve(
                "image.log").toFile());
        builder.environment().putAll(environment());
        builder.environment().putAll(Map.of("JAVA_HOME", jdk.toString(), "AOT_PORT", String.valueOf(Runner.freePort())));
        if (builder.start().waitFor() != 0) {
            throw new IOException(script[0] + " failed: " + Files.readString(Bench.FOLDER.resolve("image.log")));
        }
    }

    /** What the image sets. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        VARIABLE.matcher(text).results().filter(variable -> !NOT_TAKEN.contains(variable.group(1))).forEach(
                variable -> environment.put(variable.group(1), variable.group(2).replace("/native/", folder + "/native/")));
        return environment;
    }

    /**
     * The entry point.
     *
     * @param options settings of the service
     */
    List<String> command(List<String> options) throws IOException {
        String[] words = new ObjectMapper()
                .readValue(ENTRYPOINT.matcher(text).results().map(entry -> entry.group(1)).findFirst()
                        .orElseThrow(), String[].class);
        List<String> command = new ArrayList<>();
        for (String word : words) {
            if (word.equals("-jar")) {
                command.addAll(options);
            }
            String here = word.equals("java")
                    ? jdk.resolve("bin/java").toString()
                    : word.replace("/app/", app() + "/").replace("/native/", folder + "/native/");
            command.add(version >= FIRST_WITH_AOT_CACHE ? here : here.replace(AOT_CACHE, "-XX:SharedArchiveFile="));
        }
        return command;
    }

    /** Of Java. */
    int version() {
        return version;
    }

    private static int version(Path jdk) throws IOException {
        return Files.readAllLines(jdk.resolve("release")).stream().filter(line -> line.startsWith("JAVA_VERSION=")).map(
                line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1")).mapToInt(Integer::parseInt).findFirst().orElseThrow();
    }
}
