package io.coopserve.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.coopserve.clip.Clip;

/** One model under load: the packaged service beside its bare tower, the least server without batches, and one in Python. */
final class ServingLoad {
    private static final int CLASSES = 100;
    private static final int CLIENTS = 16;
    private static final double PART = 0.7;
    private static final int OVER = 3;
    private static final double LONG = 4; // times as long as a round: the 99th percentile needs many
    private static final int LATENCIES = 20;
    /** Python's too, and the bare tower's. */
    static final List<String> PRECISION = List.of("-Dcoop.clip.precision=fp32");

    private final Case of;
    private final Path folder;

    /**
     * What is served.
     *
     * @param model as the service names it
     * @param files its folder
     * @param threads of one operation
     * @param seconds of one round
     * @param warmUp seconds until Java has compiled what it takes
     * @param withDecoding whether decoding takes so much that it belongs to the floor of throughput
     */
    record Case(String label, String model, Path files, String type, byte[] image, int threads, int rounds, int seconds,
            int warmUp, boolean withDecoding) {}

    /** What one round has found. @param python null: it is not installed */
    private record Round(BareTower.Pace floor, Wrk.Result service, double cpuMillis, Wrk.Result unbatched,
            Wrk.Result python) {}

    ServingLoad(Case of, Path folder) throws Exception {
        this.of = of;
        this.folder = Files.createDirectories(folder);
    }

    List<Measure> measure() throws Exception {
        try (Clip clip = ServingSuite.load(of.model, of.threads)) {
            Path file = BenchPrompt.publish(RandomPrompt.of(clip, CLASSES), folder);
            boolean python = OtherServer.isPythonInstalled();
            try (Runner runner = new Runner(of.model, folder, Bench.FOLDER.resolve(of.label + ".log"), options());
                    OtherServer unbatched = OtherServer.unbatched(of.model, file).awaitAnswer(of.type, of.image);
                    OtherServer other = python
                            ? OtherServer.python(of.files, file, of.threads).awaitAnswer(of.type, of.image)
                            : null) {
                return measure(clip, runner, unbatched, other);
            }
        }
    }

    static String[] options() {
        List<String> options = new ArrayList<>(ServingSuite.IMAGE);
        options.addAll(PRECISION);
        return options.toArray(String[]::new);
    }

    private List<Measure> measure(Clip clip, Runner runner, OtherServer unbatched, OtherServer python) throws Exception {
        BareTower tower = new BareTower(clip, of.image);
        int batch = tower.bestBatch(of.seconds / 4.0);
        Wrk service = Wrk.of(runner.at(BenchPrompt.PATH), of.type, of.image);
        Wrk plain = Wrk.of(unbatched.url(), of.type, of.image);
        Wrk other = python == null ? null : Wrk.of(python.url(), of.type, of.image);
        service.run(CLIENTS, of.warmUp);
        plain.run(CLIENTS, of.warmUp / 2);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < of.rounds; i++) {
            BareTower.Pace floor = of.withDecoding ? tower.withDecoding(batch, of.seconds) : tower.tower(batch, of.seconds);
            double before = runner.cpuMillis();
            Wrk.Result served = service.run(CLIENTS, of.seconds);
            rounds.add(new Round(floor, served, (runner.cpuMillis() - before) / served.requests(), plain.run(CLIENTS,
                    of.seconds), other == null ? null : other.run(CLIENTS, of.seconds)));
        }
        List<Measure> measures = new ArrayList<>(throughput(rounds));
        measures.add(single(clip, runner));
        if (!of.withDecoding) {
            measures.addAll(open(tower, batch, runner, median(rounds, round -> round.service.perSecond())));
        }
        return measures;
    }

    private List<Measure> throughput(List<Round> rounds) {
        String what = ("POST of one image of %d bytes (%s) to the packaged service, K=%d, fp32, %d clients of wrk, %d rounds of "
                + "%d s, ").formatted(of.image.length, of.type, CLASSES, CLIENTS, of.rounds, of.seconds);
        List<Measure> measures = new ArrayList<>();
        measures.add(ratio("%s.throughput.vsBareTower".formatted(of.label), rounds, round -> round.floor.imagesPerSecond(),
                what + (of.withDecoding
                        ? "against baseline: decode, resize and tower in a loop on all cores, "
                        : "against baseline: the tower in a loop, ") + rounds.get(0).floor));
        if (of.withDecoding) {
            measures.add(overhead(rounds, what));
        }
        measures.add(ratio("%s.vsUnbatched".formatted(of.label), rounds, round -> round.unbatched.perSecond(), what
                + "against baseline: Java's own HTTP server without batches"));
        if (rounds.get(0).python != null) {
            measures.add(ratio("%s.vsPython".formatted(of.label), rounds, round -> round.python.perSecond(), what
                    + "against baseline: FastAPI, uvicorn and Debian's PyTorch, %d threads".formatted(of.threads)));
        }
        return measures;
    }

    private Measure overhead(List<Round> rounds, String what) {
        return new Measure("%s.overhead.cpuMillis".formatted(of.label),
                median(rounds, round -> round.cpuMillis - round.floor.cpuMillis()), "ms", what
                        + "processor time of the service for each, %.2f ms, less baseline: that of decode, resize and tower in a loop, %.2f ms"
                                .formatted(median(rounds, Round::cpuMillis), median(rounds, round -> round.floor.cpuMillis())));
    }

    private static Measure ratio(String name, List<Round> rounds, ToDoubleFunction<Round> baseline, String what) {
        double[] ratios = rounds.stream().mapToDouble(round -> round.service.perSecond() / baseline.applyAsDouble(round))
                .toArray();
        return new Measure(name, Pairs.quantile(ratios, 0.5), "x",
                ("%s; medians %.1f/s and %.1f/s, quartiles of the ratio %.3f "
                        + "to %.3f")
                        .formatted(what, median(rounds, round -> round.service.perSecond()), median(rounds, baseline), Pairs
                                .quantile(ratios, 0.25), Pairs.quantile(ratios, 0.75)));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return Pairs.quantile(rounds.stream().mapToDouble(value).toArray(), 0.5);
    }

    /** One client alone waits for nobody. */
    private Measure single(Clip clip, Runner runner) throws Exception {
        Pairs times = Pairs.measure(LATENCIES / 2, LATENCIES, () -> runner.classify(of.type, of.image), () -> clip.encodeImages(
                List.of(clip.preprocessor().pixels(of.image))));
        return new Measure("%s.latency.single.vsFloor".formatted(of.label), times.ratio(), "x",
                "one client, one request after the other, against baseline: decode, resize and one pass; %s".formatted(times));
    }

    /** At a fixed rate, below what is served at most and above. */
    private List<Measure> open(BareTower tower, int batch, Runner runner, double most) throws Exception {
        OpenLoop loop = new OpenLoop(runner.at(BenchPrompt.PATH), of.type, of.image);
        double pass = 1e3 * batch / tower.tower(batch, of.seconds).imagesPerSecond();
        double[] below = loop.run(PART * most, LONG * of.seconds).milliseconds(200);
        loop.run(OVER * most, of.seconds); // as much memory as it ever takes
        double memory = runner.resident();
        OpenLoop.Result over = loop.run(OVER * most, LONG * of.seconds);
        double after = runner.resident();
        double[] refusals = over.milliseconds(429);
        long failed = over.answers().stream().filter(answer -> answer.status() != 200 && answer.status() != 429).count();
        return List.of(
                new Measure("%s.p99.at70.vsBatch".formatted(of.label), Pairs.quantile(below, 0.99) / pass, "x",
                        ("99th percentile of the latency of %d requests at a fixed rate of %.2f/s, 70 %% of the most, against "
                                + "baseline: a pass of the best batch, %d images; %.0f ms and %.0f ms, median %.0f ms")
                                .formatted(
                                        below.length, PART * most, batch, Pairs.quantile(below, 0.99), pass,
                                        Pairs.quantile(below,
                                                0.5))),
                new Measure("overload.goodput", over.perSecond(200) / most, "x",
                        ("answers in a second while three times as many requests come as can be answered, %.1f/s for %.0f s, "
                                + "against baseline: the most in a closed loop, %.2f/s; refused %d, failed %d").formatted(OVER
                                        * most, LONG * of.seconds, most, refusals.length, failed)),
                new Measure("overload.refusal", Pairs.quantile(refusals, 0.99), "ms",
                        "99th percentile of the time until a refusal (429) meanwhile, median %.1f ms, longest %.1f ms"
                                .formatted(
                                        Pairs.quantile(refusals, 0.5), Arrays.stream(refusals).max().orElse(Double.NaN))),
                new Measure("overload.memory", after / memory, "x",
                        "resident memory of the service after that, %.0f MB, against baseline: after a first quarter of that, %.0f MB"
                                .formatted(after
                                        / 1e6, memory / 1e6)));
    }
}
