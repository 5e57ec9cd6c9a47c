package io.coopserve.classify;

import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Prompts that are ready to answer. */
@ConfigMapping(prefix = "coop.classify")
public interface ClassifyConfiguration {
    /** Host memory for versions that have answered; beyond it those go that are asked for least. */
    @WithDefault("256M")
    MemorySize cache();

    /** Prompts whose current version is read at start, before anybody asks, each as tenant/prompt. */
    Optional<List<String>> warm();
}
