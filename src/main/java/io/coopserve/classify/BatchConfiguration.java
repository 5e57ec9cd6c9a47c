package io.coopserve.classify;

import java.time.Duration;

import io.coopserve.bounds.Bounded;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How images of all requests share the image tower. */
@ConfigMapping(prefix = "coop.batch")
public interface BatchConfiguration {
    /** Most images that pass the tower at once. How many do is measured while serving: no more than make it faster. */
    @WithConverter(Bounded.Images.class)
    @WithDefault("32")
    int size();

    /** Images that may be decoded and wait; more are refused with 429 before anything is done for them. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("128")
    int queue();

    /**
     * How long a request may wait for the tower, by what images take now: one that would wait longer is refused with 429, and so
     * is one that has waited for twice as long after all.
     */
    @WithDefault("10s")
    Duration patience();

    /**
     * What the text tower may hold for prompts whose context depends on the image. More images or classes than fit pass one
     * after the other.
     */
    @WithDefault("256M")
    MemorySize activations();
}
