package io.coopserve.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import io.coopserve.store.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts the images of an archive as one would with the SDK alone; its client is set up as the service sets up its own. */
final class PlainUpload implements AutoCloseable {
    /** As many as the service has on their way. */
    static final int AT_ONCE = 8;
    private static final int CONNECTIONS = 64;

    private final S3Client client;
    private final String bucket;
    private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);

    PlainUpload(URI endpoint, String bucket) {
        Map<String, String> credentials = S3Server.credentials();
        this.bucket = bucket;
        this.client = S3Client.builder().endpointOverride(endpoint).region(Region.US_EAST_1).forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(credentials.get(
                        "aws.accessKeyId"), credentials.get("aws.secretAccessKey"))))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
                .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofSeconds(30)))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false)).addPlugin(LegacyMd5Plugin.create())
                .build();
    }

    /** Returns when all are stored. */
    void put(PhotoArchive archive, String folder) throws Exception {
        Semaphore free = new Semaphore(AT_ONCE);
        CompletableFuture<Void> failure = new CompletableFuture<>();
        archive.visit((path, jpeg) -> {
            free.acquire();
            pool.execute(() -> {
                try {
                    client.putObject(request -> request.bucket(bucket).key(folder + "/" + path), RequestBody.fromBytes(jpeg));
                } catch (RuntimeException e) {
                    failure.completeExceptionally(e);
                } finally {
                    free.release();
                }
            });
        });
        free.acquire(AT_ONCE);
        failure.getNow(null);
    }

    @Override
    public void close() {
        pool.shutdown();
        client.close();
    }
}
