package io.coopserve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.coopserve.clip.Clip;
import io.coopserve.model.ModelFolder;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.store.StoreFolder;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Ten thousand tenants behind one tower, most of them seldom there. */
final class TenantsLoad implements AutoCloseable {
    private static final int TENANTS = 10_000;
    private static final int CACHED = 1_000;
    private static final int CLASSES = 100;
    private static final int CLIENTS = 16;
    private static final int STARTS = 3;
    private static final int SECONDS = 10;
    private static final int DRAWS = 200_000;
    private static final int EARLY = 500;
    private static final int LATE = 5_500;
    private static final int SETTLE = 5; // rounds until nothing is left of the start
    private static final int BESIDE = 2_300; // what the cache counts for a version beside its weights
    private static final String TYPE = "image/png";

    private final Path store;
    private final byte[] image;
    private final int embedding;

    TenantsLoad(Path store, byte[] image) throws Exception {
        this.store = Files.createDirectories(store);
        this.image = image;
        try (Clip clip = ServingSuite.load(ModelFolder.DEMO, 1)) {
            this.embedding = clip.embedding();
            ClassWeights prompt = RandomPrompt.of(clip, CLASSES);
            new StoreFolder(store).publish(new TenantId("tenant-0"), new Name("p"), prompt);
        }
        for (int i = 1; i < TENANTS; i++) {
            FolderTree.link(store.resolve("tenants/tenant-0"), store.resolve("tenants/tenant-" + i));
        }
    }

    private static String path(int tenant) {
        return "/v1/tenants/tenant-" + tenant + "/prompts/p/classify";
    }

    private Runner runner(String... options) throws Exception {
        List<String> all = new ArrayList<>(ServingSuite.IMAGE);
        all.addAll(List.of(options));
        return new Runner(ModelFolder.DEMO, store, Bench.FOLDER.resolve("tenants.log"), all.toArray(String[]::new));
    }

    Measure throughput() throws Exception {
        double[] ratios = new double[STARTS];
        double[] rates = new double[STARTS];
        double[] ones = new double[STARTS];
        List<String> zipf = zipf();
        List<String> same = zipf.stream().map(path -> path(0)).toList();
        for (int i = 0; i < STARTS; i++) {
            try (Runner runner = runner("-Dcoop.classify.cache=" + CACHED * (CLASSES * embedding * Float.BYTES + BESIDE))) {
                Wrk one = Wrk.of(runner.at("/"), same, TYPE, image);
                Wrk many = Wrk.of(runner.at("/"), zipf, TYPE, image);
                one.run(CLIENTS, SECONDS);
                double before = one.run(CLIENTS, SECONDS).perSecond();
                rates[i] = many.run(CLIENTS, 2 * SECONDS).perSecond();
                ones[i] = (before + one.run(CLIENTS, SECONDS).perSecond()) / 2;
                ratios[i] = rates[i] / ones[i];
            }
        }
        return new Measure("demo.tenants10000.vsOne", Pairs.quantile(ratios, 0.5), "x",
                ("%d tenants with %d classes each drawn by Zipf's law, cache for %d of them, empty at first, %d clients for %d s, "
                        + "against baseline: one tenant, before and after; medians %.0f/s and %.0f/s of %d starts, ratios %.3f to %.3f")
                        .formatted(TENANTS, CLASSES, CACHED, CLIENTS, 2 * SECONDS, Pairs.quantile(rates, 0.5), Pairs.quantile(
                                ones, 0.5), STARTS, Pairs.quantile(ratios, 0), Pairs.quantile(ratios, 1)));
    }

    /** Paths of tenants: the k-th of them is asked for 1/k as often as the first. */
    private static List<String> zipf() {
        double[] cumulative = new double[TENANTS];
        double sum = 0;
        for (int k = 0; k < TENANTS; k++) {
            sum += 1.0 / (k + 1);
            cumulative[k] = sum;
        }
        Random random = new Random(1);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
            paths.add(path(Math.min(TENANTS - 1, found < 0 ? -found - 1 : found)));
        }
        return paths;
    }

    Measure memory() throws Exception {
        try (Runner runner = runner("-Dcoop.classify.cache=1G")) {
            for (int i = 0; i < SETTLE; i++) {
                ask(runner, 0, EARLY);
                runner.reachable();
            }
            double early = runner.reachable();
            ask(runner, EARLY, LATE);
            double late = runner.reachable();
            int weights = CLASSES * embedding * Float.BYTES;
            return new Measure("memory.perTenant.bytesOverWeights", (late - early) / (LATE - EARLY) - weights, "B",
                    ("reachable objects in Java's heap, %d tenants asked for against %d, for each of them, less baseline: %d bytes of "
                            + "class weights; %d names with %d characters").formatted(LATE, EARLY, weights, CLASSES,
                                    RandomVocabulary.classes(CLASSES).stream().mapToInt(String::length).sum()));
        }
    }

    private void ask(Runner runner, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            runner.classify(path(i), TYPE, image);
        }
        Thread.sleep(1000); // what answers leave behind is gone then
    }

    @Override
    public void close() throws IOException {
        FolderTree.delete(store);
    }
}
