package io.coopserve.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.model.ModelFolder;

/** All that tenants do, at once and for a quarter of an hour: what the process holds must not grow. */
final class SoakSuite {
    private static final Path TEXTURES = Path.of(System.getProperty("samples.dir", "src/demo/data"), "texture.zip");
    private static final Path DRAWING = Path.of("src/demo/data/striped.png");
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("bench.minutes", 15));
    private static final int SAMPLES = 30;
    private static final int WARM_UP = 6; // samples that do not count: Java is still compiling
    private static final int TENANTS = 3;
    private static final int CLASSIFIERS = 2;
    private static final int KEPT = 3;
    private static final int LIFE = 8; // rounds of a tenant until it is deleted
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] NOTHING = {};
    private static final byte[] RECIPE = "{\"dataset\":\"d\",\"shots\":4,\"epochs\":5}".getBytes(StandardCharsets.UTF_8);

    private final Runner runner;
    private final byte[] image;
    private final long end = System.nanoTime() + LENGTH.toNanos();
    private final AtomicLong classified = new AtomicLong();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();

    /** In bytes, and a number. */
    private record Sample(double heap, double nativeMemory, double descriptors) {}

    private SoakSuite(Runner runner, byte[] image) {
        this.runner = runner;
        this.image = image;
    }

    static List<Measure> run() throws Exception {
        Path store = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "soak");
        try (Runner runner = new Runner(ModelFolder.DEMO, store, Bench.FOLDER.resolve("soak.log"), "-XX:+UseSerialGC",
                "-XX:MaxRAM=3g")) {
            return new SoakSuite(runner, Files.readAllBytes(DRAWING)).measure();
        } finally {
            FolderTree.delete(store);
        }
    }

    private List<Measure> measure() throws Exception {
        List<CompletableFuture<Void>> users = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            String tenant = "/v1/tenants/soak-" + i + "/";
            users.add(user(() -> teach(tenant)));
        }
        for (int i = 0; i < CLASSIFIERS; i++) {
            users.add(user(this::classify));
        }
        List<Sample> samples = new ArrayList<>();
        while (System.nanoTime() < end && users.stream().noneMatch(CompletableFuture::isDone)) {
            Thread.sleep(LENGTH.toMillis() / SAMPLES);
            samples.add(new Sample(runner.heap(), runner.nativeMemory(), descriptors()));
            System.out.printf("%d classified, %d published, %d tenants deleted: %s%n", classified.get(), published.get(),
                    deleted
                            .get(),
                    samples.get(samples.size() - 1));
        }
        users.forEach(CompletableFuture::join);
        List<Sample> counted = samples.subList(WARM_UP, samples.size());
        return List.of(growth("soak.heap", counted, Sample::heap, 1e6, "MB of Java's heap after a collection"), growth(
                "soak.native", counted, Sample::nativeMemory, 1e6, "MB of native memory by its own gauge after a collection"),
                growth("soak.descriptors", counted, Sample::descriptors, 1, "open file descriptors"));
    }

    private Measure growth(String name, List<Sample> samples, ToDoubleFunction<Sample> of, double unit, String what) {
        int third = samples.size() / 3;
        double early = median(samples.subList(0, third), of);
        double late = median(samples.subList(samples.size() - third, samples.size()), of);
        return new Measure(name, late / early, "x",
                ("%s during the last third of %d minutes, %.1f, against baseline: the first, "
                        + "%.1f, medians of %d; %d images classified, %d versions published and as many moved back and deleted, %d tenants "
                        + "deleted, no request failed")
                        .formatted(what, LENGTH.toMinutes(), late / unit, early / unit, third, classified
                                .get(), published.get(), deleted.get()));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return Pairs.quantile(samples.stream().mapToDouble(of).toArray(), 0.5);
    }

    private double descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(runner.pid()), "fd"))) {
            return open.count();
        }
    }

    private static CompletableFuture<Void> user(Callable<Void> life) {
        return CompletableFuture.runAsync(() -> {
            try {
                life.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, task -> new Thread(task, "soak").start());
    }

    private boolean goesOn() {
        return System.nanoTime() < end;
    }

    /** With labels that come with the request, some of them new to the text tower. */
    private Void classify() throws Exception {
        while (goesOn()) {
            runner.classify("/v1/classify?label=striped&label=dotted&label=" + classified.get() % 1000, "image/png", image);
            classified.incrementAndGet();
        }
        return null;
    }

    private Void teach(String tenant) throws Exception {
        while (goesOn()) {
            runner.send("PUT", tenant + "datasets/d", "application/zip", Files.readAllBytes(TEXTURES), JSON);
            for (int version = 1; version <= LIFE && goesOn(); version++) {
                runner.send("POST", tenant + "prompts/p/adaptations", JSON, RECIPE, "application/x-ndjson");
                published.incrementAndGet();
                for (int i = 0; i < 100; i++) {
                    runner.classify(tenant + "prompts/p/classify", "image/png", image);
                    classified.incrementAndGet();
                }
                rollBack(tenant);
            }
            runner.send("DELETE", tenant.substring(0, tenant.length() - 1), JSON, NOTHING, JSON);
            deleted.incrementAndGet();
        }
        return null;
    }

    /** Moves back to the version before, and deletes what is too old. */
    private void rollBack(String tenant) throws IOException, InterruptedException {
        List<Integer> versions = versions(tenant);
        if (versions.size() >= 2) {
            runner.send("PUT", tenant + "prompts/p/current", JSON, "{\"version\":%d}".formatted(versions.get(versions.size()
                    - 2)).getBytes(StandardCharsets.UTF_8), JSON);
        }
        for (int i = 0; i < versions.size() - KEPT; i++) {
            runner.send("DELETE", tenant + "prompts/p/versions/" + versions.get(i), JSON, NOTHING, JSON);
        }
    }

    private List<Integer> versions(String tenant) throws IOException, InterruptedException {
        String prompt = runner.send("GET", tenant + "prompts/p", JSON, NOTHING, JSON);
        List<Integer> versions = new ArrayList<>();
        MAPPER.readTree(prompt).path("versions").forEach(version -> versions.add(version.asInt()));
        return versions;
    }
}
