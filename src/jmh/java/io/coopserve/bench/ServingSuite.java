package io.coopserve.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
import io.coopserve.torch.Precision;

/** What the service makes of a tower's time, for one tenant and for ten thousand, from its start on. */
final class ServingSuite {
    /** As in the container image. */
    static final List<String> IMAGE = List.of("-XX:+UseSerialGC");
    private static final Path DEMO = Path.of("src/main/resources/demo-clip");
    private static final Path DRAWING = Path.of("src/demo/data/striped.png");

    private ServingSuite() {
    }

    static List<Measure> run() throws Exception {
        if (!Wrk.isInstalled()) {
            throw new IllegalStateException("-Dbench=serving needs wrk (Debian: apt-get install wrk)");
        }
        Path folder = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "serving");
        String parts = System.getProperty("bench.parts", "demo,tenants,memory,vit,start");
        List<Measure> measures = new ArrayList<>();
        try {
            if (parts.contains("demo")) {
                measures.addAll(demo(folder).measure());
            }
            if (parts.contains("tenants") || parts.contains("memory")) {
                measures.addAll(tenants(folder, parts));
            }
            Path vit = RandomModel.VIT_B_16.folder();
            if (parts.contains("vit")) {
                measures.addAll(vit(folder, vit).measure());
            }
            if (parts.contains("start")) {
                measures.addAll(StartSuite.run(folder.resolve("start"), vit));
            }
            return measures;
        } finally {
            FolderTree.delete(folder);
        }
    }

    private static List<Measure> tenants(Path folder, String parts) throws Exception {
        List<Measure> measures = new ArrayList<>();
        try (TenantsLoad tenants = new TenantsLoad(folder.resolve("tenants"), Files.readAllBytes(DRAWING))) {
            if (parts.contains("tenants")) {
                measures.add(tenants.throughput());
            }
            if (parts.contains("memory")) {
                measures.add(tenants.memory());
            }
        }
        return measures;
    }

    /** An image takes the tower a few milliseconds: here the shell counts. */
    private static ServingLoad demo(Path folder) throws Exception {
        return new ServingLoad(new ServingLoad.Case("demo", ModelFolder.DEMO, DEMO, "image/png", Files.readAllBytes(DRAWING), 1,
                5, 6, 60, true), folder.resolve("demo"));
    }

    /** An image takes the tower some tenths of a second. */
    private static ServingLoad vit(Path folder, Path model) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        return new ServingLoad(
                new ServingLoad.Case("vit", model.toString(), model, "image/jpeg", Photo.jpeg(1), threads, 3, 15, 20, false),
                folder.resolve("vit"));
    }

    /** The tower in this process, with as many threads as the service has for it. */
    static Clip load(String model, int threads) {
        return Clip.load(ModelFolder.of(model), new Clip.Options("auto", threads, Precision.FP32.toString(), Decoding.official(
                Integer.MAX_VALUE), Bench.FOLDER.resolve("cache")));
    }
}
