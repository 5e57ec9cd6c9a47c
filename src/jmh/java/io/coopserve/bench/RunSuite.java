package io.coopserve.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.clip.Clip;
import io.coopserve.model.ModelFolder;
import io.coopserve.torch.Precision;

/** Runs of the packaged service, over HTTP as users start them. */
final class RunSuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of(System.getProperty("samples.dir", "src/demo/data"));
    private static final String TENANT = "/v1/tenants/bench/";
    private static final byte[] NOTHING = {};
    private static final int REQUESTS = 120;
    private static final int SEEDS = Integer.getInteger("bench.seeds", 1);

    private RunSuite() {
    }

    /** How long a request waits while a run trains, and while it encodes its images. */
    static List<Measure> duringRun(Path model) throws Exception {
        Path store = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "store");
        byte[] photo = Photo.jpeg(1);
        try (Clip clip = CoreSuite.load(model.toString(), Precision.FP32)) {
            BenchPrompt.publish(clip, store);
        }
        try (Runner runner = new Runner(model.toString(), store, Bench.FOLDER.resolve("run.log"))) {
            upload(runner, SAMPLES.resolve("texture.zip"));
            latencies(runner, photo); // Java has compiled what it takes
            double[] idle = latencies(runner, photo);
            String run = start(runner, "{\"dataset\":\"texture\",\"shots\":2,\"epochs\":1000}");
            double step = 1000 * 32 / await(runner, run).path("imagesPerSecond").asDouble();
            double[] during = latencies(runner, photo);
            runner.send("DELETE", TENANT + "adaptations/" + run, "application/json", NOTHING, "application/json");
            double idle95 = Pairs.quantile(idle, 0.95);
            double during95 = Pairs.quantile(during, 0.95);
            return List.of(new Measure("classifyP95.duringRun", (during95 - step) / idle95, "x",
                    ("95th percentile of %d requests "
                            + "with one 500x375 JPEG, one after the other, while a run trains (16 classes, M=16), less one step of it, "
                            + "%.0f ms when nobody asks, against baseline: without a run; %.1f ms and %.1f ms, medians %.1f "
                            + "and %.1f ms")
                            .formatted(REQUESTS, step, during95, idle95, Pairs.quantile(during, 0.5), Pairs.quantile(idle,
                                    0.5))));
        }
    }

    private static double[] latencies(Runner runner, byte[] photo) throws IOException, InterruptedException {
        double[] milliseconds = new double[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            long start = System.nanoTime();
            runner.classify(photo);
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        return milliseconds;
    }

    private static void upload(Runner runner, Path archive) throws IOException, InterruptedException {
        runner.send("PUT", TENANT + "datasets/" + name(archive), "application/zip", Files.readAllBytes(archive),
                "application/json");
    }

    private static String name(Path archive) {
        return archive.getFileName().toString().replace(".zip", "");
    }

    private static String start(Runner runner, String recipe) throws IOException, InterruptedException {
        return JSON.readTree(runner.send("POST", TENANT + "prompts/learned/adaptations", "application/json", recipe.getBytes(
                StandardCharsets.UTF_8), "application/json")).path("run").asText();
    }

    private static JsonNode event(Runner runner, String run) throws IOException, InterruptedException {
        return JSON
                .readTree(runner.send("GET", TENANT + "adaptations/" + run, "application/json", NOTHING, "application/json"));
    }

    /** Until it has trained for a while. */
    private static JsonNode await(Runner runner, String run) throws IOException, InterruptedException {
        while (true) {
            JsonNode event = event(runner, run);
            if (event.path("step").asInt() >= 20) {
                return event;
            }
            if (event.path("state").asText().matches("FAILED|SUCCEEDED|CANCELLED")) {
                throw new IOException("the run ended before it was measured: " + event);
            }
            Thread.sleep(200);
        }
    }

    private record Result(double accuracy, double trainSeconds) {}

    /** Schedules and augmentations on the drawn data sets, with the built-in model. */
    static List<Measure> recipes() throws Exception {
        Path store = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "store");
        List<Path> archives;
        try (Stream<Path> files = Files.list(SAMPLES)) {
            archives = files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
        }
        Map<String, Result> results = new TreeMap<>();
        try (Runner runner = new Runner(ModelFolder.DEMO, store, Bench.FOLDER.resolve("recipes.log"))) {
            for (Path archive : archives) {
                upload(runner, archive);
            }
            for (String choice : List.of("\"schedule\":\"official\"", "\"schedule\":\"fast\"", "\"augmentation\":\"views:8\"",
                    "\"augmentation\":\"official\"")) {
                results.put(choice, mean(runner, archives, choice));
            }
        }
        Result official = results.get("\"schedule\":\"official\"");
        Result fast = results.get("\"schedule\":\"fast\"");
        Result views = results.get("\"augmentation\":\"views:8\"");
        Result fresh = results.get("\"augmentation\":\"official\"");
        String where = "%d drawn data sets, built-in model, 16 shots, M=16, %d seeds, held-out images".formatted(
                archives.size(),
                SEEDS);
        return List.of(
                new Measure("schedule.fast.speedup", official.trainSeconds / fast.trainSeconds, "x", ("seconds of training "
                        + "by the cards, %s: %.1f s a run; baseline: the official schedule, %.1f s").formatted(where,
                                fast.trainSeconds,
                                official.trainSeconds)),
                change("schedule.fast.accuracyChange", fast, official, "the official schedule",
                        where),
                change("augmentation.none.accuracyChange", official, fresh, "fresh crops at every use, "
                        + "%.1f s a run against %.1f s".formatted(official.trainSeconds, fresh.trainSeconds), where),
                change("augmentation.views8.accuracyChange", views, fresh, "fresh crops at every use", where));
    }

    private static Measure change(String name, Result result, Result baseline, String what, String where) {
        return new Measure(name, 100 * (result.accuracy - baseline.accuracy), "points",
                ("mean accuracy %.2f %% less baseline: %s, "
                        + "%.2f %%; %s").formatted(100 * result.accuracy, what, 100 * baseline.accuracy, where));
    }

    /** @param choice what differs from the default recipe */
    private static Result mean(Runner runner, List<Path> archives, String choice) throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Path archive : archives) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                String last = runner.send("POST", TENANT + "prompts/learned/adaptations", "application/json",
                        "{\"dataset\":\"%s\",\"seed\":%d,%s}".formatted(name(archive), seed, choice).getBytes(
                                StandardCharsets.UTF_8),
                        "application/x-ndjson").lines().reduce((a, b) -> b).orElseThrow();
                int version = JSON.readTree(last).path("version").asInt();
                if (version == 0) {
                    throw new IOException("the run failed: " + last);
                }
                JsonNode card = JSON
                        .readTree(runner.send("GET", TENANT + "prompts/learned/versions/" + version, "application/json",
                                NOTHING, "application/json"));
                results.add(
                        new Result(card.path("metrics").path("learned").path("accuracy").asDouble(), card.path("timings").path(
                                "train").asDouble()));
            }
        }
        return new Result(results.stream().mapToDouble(Result::accuracy).average().orElseThrow(), results.stream().mapToDouble(
                Result::trainSeconds).average().orElseThrow());
    }
}
