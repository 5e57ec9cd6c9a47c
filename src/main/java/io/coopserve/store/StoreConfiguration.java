package io.coopserve.store;

import java.nio.file.Path;
import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where data sets, prompts and runs are kept. */
@ConfigMapping(prefix = "coop.store")
public interface StoreConfiguration {
    /** Kind of storage. */
    @WithDefault("filesystem")
    Kind kind();

    /** Folder of the filesystem store. */
    @WithDefault("data")
    Path path();

    /** How long a replica may serve with a pointer that another replica has moved. */
    @WithDefault("5s")
    Duration refresh();

    /** Kinds of storage. */
    enum Kind {
        /** Files in a folder. */
        FILESYSTEM,
        /** A bucket of S3 or of a server that speaks its protocol, see {@link S3Configuration}. */
        S3
    }
}
