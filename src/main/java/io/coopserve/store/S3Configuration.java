package io.coopserve.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Where the S3 store is. Credentials are no part of it: they come by the SDK's usual chain (environment, profile, web
 * identity, container, instance).
 */
@ConfigMapping(prefix = "coop.store")
public interface S3Configuration {
    /** Bucket of the S3 store; it has to exist. */
    Optional<String> bucket();

    /** Key prefix of everything that is stored, such as {@code coop/production}, so that a bucket can be shared. */
    Optional<String> prefix();

    /** Address of an S3-compatible server; without one it is AWS. */
    Optional<URI> endpoint();

    /** Region; by default what the SDK finds, and {@code us-east-1} for an endpoint of one's own when it finds none. */
    Optional<String> region();

    /**
     * Whether the bucket is in the path instead of in the host name. By default it is when an endpoint is given, since
     * hardly any server but AWS has a host name for each bucket.
     */
    Optional<Boolean> pathStyle();

    /** How long one call may take, with all that is tried again. */
    @WithDefault("30s")
    Duration timeout();
}
