package io.coopserve.bench;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coopserve.clip.Clip;
import io.coopserve.model.ModelFolder;
import io.coopserve.store.ContentHash;
import io.coopserve.store.S3Server;
import io.coopserve.torch.Precision;

/** What an upload of a data set costs beside the storage of its images, in time and in memory. */
final class UploadSuite implements AutoCloseable {
    private static final double GIGABYTE = 1e9;
    private static final double MEGABYTE = 1e6;
    private static final int CLASSES = 100;
    private static final int SMALL = 40;
    private static final int WARM_UP = 1_000;
    private static final int ROUNDS = 3;
    private static final String BUCKET = "uploads";
    private static final String DATASETS = "/v1/tenants/bench/datasets/";
    private static final byte[] NOTHING = {};
    /** As in a pod: the limit of memory in k8s/base, and the garbage collector of deploy/Containerfile. */
    private static final List<String> POD = List.of("-XX:MaxRAM=3g", "-XX:+UseSerialGC");

    private final Path folder;
    private final S3Server server;
    private final PlainUpload plain;
    private final Runner runner;

    private UploadSuite(Path folder) throws Exception {
        this.folder = folder;
        this.server = S3Server.start(folder);
        server.createBucket(BUCKET);
        this.plain = new PlainUpload(server.endpoint(), BUCKET);
        List<String> options = new ArrayList<>(S3Server.options(server.endpoint(), BUCKET));
        options.addAll(POD);
        options.addAll(List.of("-Dcoop.limits.dataset-bytes=4G", "-Dcoop.limits.unpacked-bytes=4G"));
        this.runner = new Runner(ModelFolder.DEMO, folder, Bench.FOLDER.resolve("store.log"), options.toArray(String[]::new));
    }

    static List<Measure> run() throws Exception {
        Path folder = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "uploads");
        try (UploadSuite suite = new UploadSuite(folder)) {
            return suite.measure();
        } finally {
            FolderTree.delete(folder);
        }
    }

    private List<Measure> measure() throws Exception {
        PhotoArchive small = PhotoArchive.ofImages(folder.resolve("small.tar"), SMALL / 2, SMALL);
        PhotoArchive few = PhotoArchive.ofImages(folder.resolve("few.tar"), CLASSES, WARM_UP);
        PhotoArchive archive = PhotoArchive.ofBytes(folder.resolve("photos.tar"), CLASSES, (long) GIGABYTE);
        try (MemoryWatch memory = new MemoryWatch(runner.pid())) {
            double ready = memory.now();
            Pairs.measure(0, 1, new Plain(small), new Served(small));
            double before = memory.now();
            Pairs.measure(0, 1, new Plain(few), new Served(few)); // Java compiles what it takes
            double warm = memory.peak();
            Pairs times = Pairs.measure(0, ROUNDS, new Plain(archive), new Served(archive));
            double peak = memory.peak();
            return List.of(
                    new Measure("store.upload.throughput", times.ratio(), "x",
                            ("PUT of a tar of %.2f GB, %d JPEGs of 500x375, to the packaged service (built-in model, bucket of "
                                    + "s3proxy, which runs as in the tests), against baseline: the SDK alone puts the same images "
                                    + "there, %d at once, same settings; baseline's time by the service's, %s; %s").formatted(
                                            archive.bytes() / GIGABYTE, archive.images(), PlainUpload.AT_ONCE, times, parts(
                                                    archive))),
                    new Measure("store.upload.memory", (peak - ready) / MEGABYTE, "MB",
                            ("most anonymous memory of the service's process during these uploads, seen every %d ms, less "
                                    + "baseline: when it became ready; %s, as in a pod; %.0f MB when ready, %.0f MB after %d images, at most "
                                    + "%.0f MB until %d images, at most %.0f MB in all").formatted(
                                            MemoryWatch.INTERVAL_MILLISECONDS, String.join(" ", POD), ready / MEGABYTE, before
                                                    / MEGABYTE,
                                            SMALL, warm / MEGABYTE, WARM_UP, peak / MEGABYTE)));
        }
    }

    /** Puts the images below a prefix. */
    private final class Plain implements Pairs.Turn {
        private final PhotoArchive archive;

        private Plain(PhotoArchive archive) {
            this.archive = archive;
        }

        @Override
        public void take() throws Exception {
            plain.put(archive, "plain");
        }

        @Override
        public void rest() throws IOException {
            FolderTree.delete(folder.resolve("buckets").resolve(BUCKET).resolve("plain"));
        }
    }

    /** Puts the archive to the service. */
    private final class Served implements Pairs.Turn {
        private final PhotoArchive archive;

        private Served(PhotoArchive archive) {
            this.archive = archive;
        }

        @Override
        public void take() throws Exception {
            runner.send("PUT", DATASETS + "photos", PhotoArchive.TYPE, BodyPublishers.ofFile(archive.file()),
                    "application/json");
        }

        @Override
        public void rest() throws Exception {
            runner.send("DELETE", DATASETS + "photos", PhotoArchive.TYPE, NOTHING, "application/json");
        }
    }

    /** What the service has to do, each part alone. */
    private String parts(PhotoArchive archive) throws Exception {
        BodyPublisher noArchive = BodyPublishers.concat(BodyPublishers.ofByteArray(new byte[1024]), BodyPublishers.ofFile(
                archive.file()));
        long start = System.nanoTime();
        runner.answer("PUT", DATASETS + "refused", PhotoArchive.TYPE, noArchive, "application/json");
        double receive = (System.nanoTime() - start) / 1e9;
        try (Clip clip = CoreSuite.load(ModelFolder.DEMO, Precision.FP32)) {
            double read = seconds(archive, jpeg -> {
            });
            double decode = seconds(archive, jpeg -> clip.preprocessor().check(jpeg)) - read;
            double hash = seconds(archive, ContentHash::of) - read;
            return "parts, each alone and on one core: %.1f s to receive a body that is then refused, %.1f s to decode, %.1f s to hash"
                    .formatted(receive, decode, hash);
        }
    }

    @FunctionalInterface
    private interface Step {
        void take(byte[] jpeg);
    }

    private static double seconds(PhotoArchive archive, Step step) throws Exception {
        long start = System.nanoTime();
        archive.visit((path, jpeg) -> step.take(jpeg));
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        runner.close();
        plain.close();
        server.close();
    }
}
