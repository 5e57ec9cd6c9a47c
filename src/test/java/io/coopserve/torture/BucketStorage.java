package io.coopserve.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.coopserve.store.S3Server;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket that all replicas reach over a faulty wire. */
final class BucketStorage implements Storage {
    private static final String BUCKET = "coop";

    private final S3Server server;
    private final FaultyWire wire;
    private final S3Client owner;

    BucketStorage(Path folder, long seed) throws IOException {
        server = S3Server.start(Files.createDirectories(folder));
        server.createBucket(BUCKET);
        owner = server.owner();
        wire = new FaultyWire(server.endpoint(), new Dice(seed, "wire"));
    }

    @Override
    public List<String> options() {
        List<String> options = new ArrayList<>(S3Server.options(wire.endpoint(), BUCKET));
        options.add("-Dcoop.store.timeout=5s");
        return options;
    }

    @Override
    public List<Stored> walk() {
        return owner.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents().stream().map(object -> new Stored(
                object.key(), object.lastModified())).toList();
    }

    @Override
    public Optional<byte[]> read(String key) {
        try {
            return Optional.of(owner.getObject(request -> request.bucket(BUCKET).key(key), ResponseTransformer.toBytes())
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public void calm() {
        wire.calm();
    }

    @Override
    public int faults() {
        return wire.faults();
    }

    @Override
    public void close() {
        owner.close();
        wire.close();
        server.close();
    }
}
