package io.coopserve.store;

import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;

/** Makes the store that the configuration names, and has it prove itself while the model is being loaded. */
final class StoreProducer {
    @Produces
    @Singleton
    VerifiedObjectStore store(StoreConfiguration configuration, S3Configuration s3) {
        return switch (configuration.kind()) {
            case FILESYSTEM -> {
                FileObjectStore files = new FileObjectStore(configuration.path());
                yield new VerifiedObjectStore(files, new Conformance(files, Map.of("link", files::create)));
            }
            case S3 -> {
                S3ObjectStore objects = new S3ObjectStore(new S3Bucket(s3));
                yield new VerifiedObjectStore(objects,
                        new Conformance(objects, Map.of("put", objects::createAtOnce, "multipart",
                                objects::createInParts)));
            }
        };
    }

    void start(@Observes StartupEvent event, VerifiedObjectStore store) {
        store.look();
    }

    void stop(@Disposes VerifiedObjectStore store) {
        store.close();
    }
}
