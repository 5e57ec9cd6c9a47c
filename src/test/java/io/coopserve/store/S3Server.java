package io.coopserve.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server as a process of its own, with its buckets in a folder. It can be stopped and started again on its port. */
public final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "test-access";
    private static final String SECRET_KEY = "test-secret";
    private static final int PATIENCE_SECONDS = 30;

    private final Path folder;
    private final int port = freePort();
    private final String authorization;
    private Process process;

    private S3Server(Path folder, String authorization) {
        this.folder = folder;
        this.authorization = authorization;
        start();
    }

    /** Checks signatures. */
    public static S3Server start(Path folder) {
        return new S3Server(folder, "aws-v2-or-v4");
    }

    /** Takes every request, so that something between may change it. */
    public static S3Server trusting(Path folder) {
        return new S3Server(folder, "none");
    }

    /** Where the SDK looks for credentials, as system properties. */
    public static Map<String, String> credentials() {
        return Map.of("aws.accessKeyId", ACCESS_KEY, "aws.secretAccessKey", SECRET_KEY);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        Properties settings = new Properties();
        settings.putAll(Map.of("s3proxy.endpoint", endpoint().toString(), "s3proxy.authorization", authorization,
                "s3proxy.identity", ACCESS_KEY, "s3proxy.credential", SECRET_KEY, "jclouds.provider", "filesystem-nio2",
                "jclouds.identity", "unused", "jclouds.credential", "unused"));
        try {
            settings.setProperty("jclouds.filesystem.basedir", Files.createDirectories(folder.resolve("buckets")).toString());
            Path file = folder.resolve("s3proxy.conf");
            try (var out = Files.newOutputStream(file)) {
                settings.store(out, null);
            }
            process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                    "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("s3proxy.jar"), "--properties", file.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("s3proxy.log")
                            .toFile()))
                    .start();
            awaitPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort() {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); System.nanoTime() < end;) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    break;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        throw new AssertionError("the S3 server does not listen; see " + folder.resolve("s3proxy.log"));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Who owns all buckets. */
    public S3Client owner() {
        return S3Client.builder().endpointOverride(endpoint()).region(Region.US_EAST_1).forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    /** What a service is started with to use a bucket of a server at some address. */
    public static List<String> options(URI endpoint, String bucket) {
        Map<String, String> settings = new TreeMap<>(credentials());
        settings.putAll(Map.of("coop.store.kind", "s3", "coop.store.bucket", bucket, "coop.store.endpoint", endpoint
                .toString()));
        return settings.entrySet().stream().map(setting -> "-D%s=%s".formatted(setting.getKey(), setting.getValue())).toList();
    }

    public void createBucket(String name) {
        try (S3Client owner = owner()) {
            owner.createBucket(request -> request.bucket(name));
        }
    }

    /** It goes on to accept connections, and never answers. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
