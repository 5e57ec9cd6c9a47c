package io.coopserve.store;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the store that the configuration names. */
final class StoreProducer {
    @Produces
    @Singleton
    ObjectStore store(StoreConfiguration configuration) {
        return switch (configuration.kind()) {
            case FILESYSTEM -> new FileObjectStore(configuration.path());
        };
    }
}
