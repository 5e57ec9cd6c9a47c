package io.coopserve.api;

import io.coopserve.bounds.Bounded;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How much one request may ask for. */
@ConfigMapping(prefix = "coop.limits")
interface RequestLimits {
    /** Images, or texts, of one request. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("64")
    int images();

    /** Prompts that answer one request. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("16")
    int prompts();

    /** Bytes of a request that carries several images, as a form or as JSON. */
    @WithDefault("128M")
    MemorySize requestBytes();

    /** Bytes of any other JSON. */
    @WithDefault("1M")
    MemorySize jsonBytes();

    /** Labels of a zero-shot request. */
    @WithConverter(Bounded.FromTwo.class)
    @WithDefault("1000")
    int labels();

    /** Labels times templates of a zero-shot request: each is a text for the text tower. */
    @WithConverter(Bounded.FromTwo.class)
    @WithDefault("5000")
    int texts();
}
