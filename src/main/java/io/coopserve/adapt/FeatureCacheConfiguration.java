package io.coopserve.adapt;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many image features are kept. */
@ConfigMapping(prefix = "coop.adapt")
public interface FeatureCacheConfiguration {
    /** Memory of the Java heap for image features of earlier runs; 0: none are kept. */
    @WithDefault("128M")
    MemorySize featureCache();
}
