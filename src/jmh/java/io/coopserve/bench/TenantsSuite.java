package io.coopserve.bench;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.coopserve.model.ModelFolder;
import io.coopserve.store.S3Server;

/** What a start and a classification ask of the storage, however much is in it. */
final class TenantsSuite implements AutoCloseable {
    private static final int MANY = 10_000;
    private static final int FEW = 10;
    private static final int STARTS = 5;
    private static final int CALLS = 1_000;
    private static final String TENANT = "/v1/tenants/bench/";

    private final Path buckets;
    private final S3Server server;
    private final CountingProxy proxy;

    private TenantsSuite(Path folder) throws Exception {
        this.buckets = folder.resolve("buckets");
        this.server = S3Server.trusting(folder); // the signature is for the proxy's address
        this.proxy = new CountingProxy(server.endpoint());
        server.createBucket("few");
        server.createBucket("many");
    }

    static List<Measure> run() throws Exception {
        Path folder = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "tenants");
        try (TenantsSuite suite = new TenantsSuite(folder)) {
            suite.fill(folder);
            return List.of(suite.start(), suite.classify());
        } finally {
            FolderTree.delete(folder);
        }
    }

    /** One tenant by the service itself; the others are links to it, as the server keeps objects in files. */
    private void fill(Path folder) throws Exception {
        PhotoArchive archive = PhotoArchive.ofImages(folder.resolve("photos.tar"), 3, 12);
        try (Runner runner = runner("few")) {
            runner.send("PUT", TENANT + "datasets/d", PhotoArchive.TYPE, BodyPublishers.ofFile(archive.file()),
                    "application/json");
            runner.send("POST", TENANT + "prompts/p/adaptations", "application/json",
                    "{\"dataset\":\"d\",\"shots\":1,\"epochs\":1}".getBytes(StandardCharsets.UTF_8), "application/x-ndjson");
        }
        Path first = buckets.resolve("few/tenants/bench");
        for (int i = 1; i < MANY; i++) {
            FolderTree.link(first, buckets.resolve("many/tenants/tenant-" + i));
            if (i < FEW) {
                FolderTree.link(first, buckets.resolve("few/tenants/tenant-" + i));
            }
        }
        FolderTree.link(first, buckets.resolve("many/tenants/bench"));
    }

    private Runner runner(String bucket, String... more) throws Exception {
        List<String> options = new ArrayList<>(S3Server.options(proxy.endpoint(), bucket));
        options.addAll(List.of(more));
        return new Runner(ModelFolder.DEMO, buckets, Bench.FOLDER.resolve("store.log"), options.toArray(String[]::new));
    }

    private Measure start() throws Exception {
        Start many = new Start("many");
        Start few = new Start("few");
        Pairs times = Pairs.measure(1, STARTS, many, few);
        return new Measure("store.start.10000tenants", times.ratio(), "x",
                ("from the start of the process until it is ready, %d tenants in the bucket of s3proxy, each with a data set, a "
                        + "prompt and a run that has ended, against baseline: %d tenants; %s; requests to S3 until ready %s and %s, of "
                        + "these %d and %d for what is a tenant's")
                        .formatted(MANY, FEW, times, Arrays.toString(many.counts()), Arrays
                                .toString(few.counts()), many.tenants(), few.tenants()));
    }

    /** Starts the service; the proxy counts meanwhile. */
    private final class Start implements Pairs.Turn {
        private final String bucket;
        private final List<List<String>> requests = new ArrayList<>();
        private Runner runner;

        private Start(String bucket) {
            this.bucket = bucket;
        }

        @Override
        public void take() throws Exception {
            proxy.take();
            runner = runner(bucket);
            requests.add(proxy.take());
        }

        @Override
        public void rest() {
            runner.close();
        }

        /** How many there were, at the fewest and at the most. */
        private int[] counts() {
            return new int[]{requests.stream().mapToInt(List::size).min().orElseThrow(), requests.stream().mapToInt(List::size)
                    .max().orElseThrow()};
        }

        private long tenants() {
            return requests.stream().mapToLong(TenantsSuite::tenants).sum();
        }
    }

    /** Requests for what is a tenant's: its prefix is in the path, or in the query of a listing. */
    private static long tenants(List<String> requests) {
        return requests.stream().filter(request -> request.contains("tenants")).count();
    }

    /** One in three seconds at the most, and only while someone asks. */
    private static long looks(List<String> requests) {
        return requests.stream().filter(request -> request.contains("conformance")).count();
    }

    private Measure classify() throws Exception {
        byte[] photo = Photo.jpeg(1);
        // the prompt's pointer is looked at in the background once in a refresh time, whoever asks
        try (Runner runner = runner("many", "-Dcoop.store.refresh=1h")) {
            runner.classify(photo);
            proxy.take();
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                runner.classify(photo);
            }
            long time = System.nanoTime() - start;
            List<String> during = proxy.take();
            Thread.sleep(time / 1_000_000);
            List<String> idle = proxy.take();
            return new Measure("store.classify.calls", (double) tenants(during) / CALLS, "",
                    ("requests to S3 for what is a tenant's by one classification with a cached prompt, %d of them in %.1f s; all "
                            + "requests in that time: %d, of these %d looks whether the storage is there, baseline: in as long a time without "
                            + "calls %d, of these %d looks; coop.store.refresh=1h").formatted(CALLS, time / 1e9, during.size(),
                                    looks(during), idle.size(), looks(idle)));
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
