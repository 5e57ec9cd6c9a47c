package io.coopserve.dataset;

import io.coopserve.bounds.Bounded;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How large a data set may be. */
@ConfigMapping(prefix = "coop.limits")
public interface UploadLimits {
    /** Bytes of one image file. */
    @WithDefault("20M")
    MemorySize imageBytes();

    /** Bytes of an uploaded archive. */
    @WithDefault("256M")
    MemorySize datasetBytes();

    /** Bytes of all images of an archive, unpacked. */
    @WithDefault("1G")
    MemorySize unpackedBytes();

    /** How many times the size of an archive its images may be, unpacked. Images are compressed already: it is near 1. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("100")
    int ratio();

    /** Entries of an archive, folders included. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("50000")
    int entries();

    /** Classes of a data set. */
    @WithConverter(Bounded.FromTwo.class)
    @WithDefault("1000")
    int classes();

    /** Characters of the name of a class. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("200")
    int classNameLength();
}
