package io.coopserve.tenant;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How callers are known. */
@ConfigMapping(prefix = "coop.auth")
public interface AuthConfiguration {
    enum Mode {
        NONE, KEYS, JWT
    }

    /** {@code none} (on loopback only), {@code keys} or {@code jwt}. */
    @WithDefault("none")
    Mode mode();

    /** Lines {@code name tenant|* sha256hex}; read again when it changes. */
    Optional<Path> keysFile();

    /** The claim of a token that names its tenant. */
    @WithDefault("tenant")
    String tenantClaim();
}
