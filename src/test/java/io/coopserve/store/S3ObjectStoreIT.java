package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ObjectStoreIT extends ObjectStoreContract {
    @TempDir
    private static Path folder;
    private static S3Server server;
    private static S3Client owner;
    private final String bucketName = "bucket-" + UUID.randomUUID();
    private S3Bucket bucket;

    record Configuration(Optional<String> bucket, Optional<String> prefix, Optional<URI> endpoint,
            Optional<String> region, Optional<Boolean> pathStyle, Duration timeout) implements S3Configuration {
        static Configuration of(URI endpoint, String bucket, String prefix) {
            return new Configuration(Optional.of(bucket), Optional.of(prefix), Optional.of(endpoint), Optional.empty(), Optional
                    .empty(), Duration.ofSeconds(20));
        }
    }

    @BeforeAll
    static void startServer() {
        server = S3Server.start(folder);
        owner = server.owner();
        S3Server.credentials().forEach(System::setProperty);
    }

    @AfterAll
    static void stopServer() {
        S3Server.credentials().keySet().forEach(System::clearProperty);
        owner.close();
        server.close();
    }

    @Override
    ObjectStore open() {
        server.createBucket(bucketName);
        bucket = new S3Bucket(Configuration.of(server.endpoint(), bucketName, "a/prefix"));
        return new S3ObjectStore(bucket);
    }

    @AfterEach
    void nothingIsLeftHalfUploaded() {
        assertEquals(List.of(), owner.listMultipartUploads(request -> request.bucket(bucketName)).uploads());
        bucket.close();
    }

    @Override
    List<String> kept() {
        return owner.listObjectsV2Paginator(request -> request.bucket(bucketName)).contents().stream().map(S3Object::key).map(
                key -> key.substring("a/prefix/".length())).toList();
    }

    @Test
    void creatorWhoseAnswerGotLostStillKnowsThatItWon() throws Exception {
        try (S3Server trusting = S3Server.trusting(folder.resolve("trusting"));
                FaultyProxy losing = new FaultyProxy(trusting.endpoint(), FaultyProxy.Fault.LOSES_ANSWERS);
                S3Bucket behind = new S3Bucket(Configuration.of(losing.endpoint(), bucketName, "a"))) {
            trusting.createBucket(bucketName);
            S3ObjectStore unlucky = new S3ObjectStore(behind);
            assertTrue(unlucky.createAtOnce(acme.then("small"), new byte[1]));
            assertFalse(unlucky.createAtOnce(acme.then("small"), new byte[1]));
            assertTrue(unlucky.createInParts(acme.then("large"), new byte[1]));
            assertFalse(unlucky.createInParts(acme.then("large"), new byte[1]));
        }
    }

    @Test
    void whatSomeToolsCreateToShowAFolderGoesWithTheFolder() {
        for (String folder : List.of("", "x/")) {
            owner.putObject(request -> request.bucket(bucketName).key(bucket.key(acme) + "/" + folder), RequestBody.empty());
        }
        store.create(acme.then("x", "a"), new byte[1]);
        assertEquals(List.of("x"), store.list(acme));
        store.delete(acme);
        assertEquals(List.of(), kept());
    }
}
