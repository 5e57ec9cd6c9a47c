package io.coopserve.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;

import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in a bucket of S3 or of a server that speaks its protocol. Create-if-absent is {@code If-None-Match: *}, on the
 * object or, if it is large, on the completion of its multipart upload.
 */
final class S3ObjectStore implements ObjectStore {
    private static final int PART = 16 << 20;
    /** Most keys that one request may delete. */
    private static final int BATCH = 1000;
    private static final int CONFLICTS = 10;
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final String WRITER = "writer";

    private final S3Bucket bucket;

    S3ObjectStore(S3Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public boolean create(ObjectKey key, byte[] content) {
        return content.length > PART ? createInParts(key, content) : createAtOnce(key, content);
    }

    boolean createAtOnce(ObjectKey key, byte[] content) {
        String writer = UUID.randomUUID().toString();
        return ifAbsent(key, writer, client -> client.putObject(request -> request.bucket(bucket.name()).key(bucket.key(key))
                .ifNoneMatch("*").metadata(Map.of(WRITER, writer)), body(content)));
    }

    /** Not a copy, as {@code fromBytes} makes: nobody changes what is being stored. */
    private static RequestBody body(byte[] content) {
        return RequestBody.fromContentProvider(ContentStreamProvider.fromByteArrayUnsafe(content), content.length,
                "application/octet-stream");
    }

    boolean createInParts(ObjectKey key, byte[] content) {
        String writer = UUID.randomUUID().toString();
        return ifAbsent(key, writer, client -> new MultipartUpload(client, bucket.name(), bucket.key(key)).create(content, PART,
                Map.of(WRITER, writer)));
    }

    /** 409 says that another writer is at it and has not won yet. */
    private boolean ifAbsent(ObjectKey key, String writer, Consumer<S3Client> write) {
        return bucket.call("create " + key, client -> {
            for (int conflicts = 0;; conflicts++) {
                try {
                    write.accept(client);
                    return true;
                } catch (S3Exception e) {
                    if (e.numAttempts() != null && e.numAttempts() > 1 && isBy(client, key, writer)) {
                        return true; // the first answer got lost, and the object that was in the way is ours
                    }
                    if (e.statusCode() == 412) {
                        return false;
                    }
                    if (e.statusCode() != 409 || conflicts == CONFLICTS) {
                        throw e;
                    }
                }
                pause(conflicts);
            }
        });
    }

    private boolean isBy(S3Client client, ObjectKey key, String writer) {
        try {
            return writer.equals(client.headObject(request -> request.bucket(bucket.name()).key(bucket.key(key))).metadata()
                    .get(WRITER));
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    private static void pause(int conflicts) {
        try {
            Thread.sleep(20L * (conflicts + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted", e);
        }
    }

    @Override
    public Optional<byte[]> read(ObjectKey key) {
        return read("read " + key, key, Optional.empty());
    }

    private Optional<byte[]> read(String what, ObjectKey key, Optional<Duration> patience) {
        return bucket.call(what, client -> {
            try {
                return Optional.of(client.getObjectAsBytes(request -> {
                    request.bucket(bucket.name()).key(bucket.key(key));
                    patience.ifPresent(most -> request.overrideConfiguration(override -> override.apiCallTimeout(most)));
                }).asByteArrayUnsafe());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<String> list(ObjectKey folder) {
        Set<String> names = new TreeSet<>();
        pages(folder, request -> request.delimiter("/"), (page, prefix) -> {
            page.contents().forEach(object -> names.add(object.key().substring(prefix)));
            page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(below -> names.add(below.substring(prefix, below
                    .length() - 1)));
        });
        names.remove(""); // what some tools create to show a folder
        return List.copyOf(names);
    }

    @Override
    public List<StoredObject> inventory(ObjectKey folder) {
        List<StoredObject> objects = new ArrayList<>();
        pages(folder, request -> {
        }, (page, prefix) -> page.contents().forEach(object -> objects.add(new StoredObject(object.key().substring(prefix),
                object.lastModified()))));
        objects.sort(Comparator.comparing(StoredObject::path)); // S3 sorts by bytes, and so do we
        return objects;
    }

    /** @param use gets every page, and how much of each key is the folder's */
    private void pages(ObjectKey folder, Consumer<ListObjectsV2Request.Builder> depth,
            ObjIntConsumer<ListObjectsV2Response> use) {
        String prefix = bucket.below(folder);
        bucket.call("list " + folder, client -> {
            client.listObjectsV2Paginator(request -> depth.accept(request.bucket(bucket.name()).prefix(prefix))).forEach(
                    page -> use.accept(page, prefix.length()));
            return null;
        });
    }

    /** Multipart uploads that nobody will complete: they cost as much as objects do, and no listing shows them. */
    @Override
    public void sweep(Duration age) {
        Instant before = Instant.now().minus(age);
        bucket.call("list multipart uploads", client -> {
            client.listMultipartUploadsPaginator(request -> request.bucket(bucket.name()).prefix(bucket.prefix())).uploads()
                    .stream().filter(upload -> upload.initiated().isBefore(before)).forEach(upload -> abort(client, upload));
            return null;
        });
    }

    private void abort(S3Client client, software.amazon.awssdk.services.s3.model.MultipartUpload upload) {
        client.abortMultipartUpload(request -> request.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
    }

    @Override
    public void delete(ObjectKey key) {
        String path = bucket.key(key);
        deleteAll(Stream.concat(Stream.of(path), walk(key).stream().map(below -> path + "/" + below)).toList());
    }

    @Override
    public void delete(Collection<ObjectKey> objects) {
        deleteAll(objects.stream().map(bucket::key).toList());
    }

    private void deleteAll(List<String> keys) {
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<ObjectIdentifier> batch = keys.subList(from, Math.min(from + BATCH, keys.size())).stream().map(
                    key -> ObjectIdentifier.builder().key(key).build()).toList();
            bucket.call("delete " + keys.get(from), client -> client.deleteObjects(request -> request.bucket(bucket.name())
                    .delete(delete -> delete.objects(batch).quiet(true)))).errors().stream().findFirst()
                    .ifPresent(this::refuse);
        }
    }

    private void refuse(S3Error error) {
        throw new StoreUnavailableException("cannot delete %s in %s: %s: %s".formatted(error.key(), bucket, error.code(), error
                .message()), null);
    }

    /** Reads what is not there, the cheapest request whose refusal says why. */
    @Override
    public void check() {
        read("read", ObjectKey.conformance("nothing"), Optional.of(LOOK));
    }

    @Override
    public void close() {
        bucket.close();
    }

    @Override
    public String toString() {
        return bucket.toString();
    }
}
