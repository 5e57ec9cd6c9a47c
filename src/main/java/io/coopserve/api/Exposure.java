package io.coopserve.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;

import io.coopserve.tenant.AuthConfiguration;
import io.coopserve.tenant.InvalidKeysException;
import io.coopserve.tenant.KeysFile;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;

/** Refuses to start what would be open to everybody by mistake. The exception ends the process with one line and code 1. */
@Singleton
final class Exposure {
    private static final List<String> JWT_KEYS = List.of("mp.jwt.verify.publickey.location", "mp.jwt.verify.publickey");
    private static final String JWT_ISSUER = "mp.jwt.verify.issuer";

    private final VertxHttpConfig http;
    private final Config config;

    Exposure(VertxHttpConfig http, Config config) {
        this.http = http;
        this.config = config;
    }

    /**
     * @return the keys, if it is by keys that callers are known
     * @throws ConfigurationException if the authentication is not what it should be
     */
    Optional<KeysFile> check(AuthConfiguration authentication) {
        if (!http.hostEnabled()) {
            return Optional.empty(); // a command, or a socket that has an owner
        }
        return switch (authentication.mode()) {
            case NONE -> {
                checkLoopback();
                yield Optional.empty();
            }
            case KEYS -> Optional.of(open(authentication));
            case JWT -> {
                checkToken();
                yield Optional.empty();
            }
        };
    }

    private void checkLoopback() {
        try {
            if (InetAddress.getByName(http.host()).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            // said below: a name that leads nowhere is no loopback
        }
        throw new ConfigurationException(("coop.auth.mode=none would let everybody in who reaches %s: set coop.auth.mode=keys "
                + "and coop.auth.keys-file (or jwt), or quarkus.http.host=localhost.").formatted(http.host()));
    }

    private static KeysFile open(AuthConfiguration authentication) {
        Path file = authentication.keysFile().orElseThrow(() -> new ConfigurationException("coop.auth.mode=keys needs "
                + "coop.auth.keys-file, a file of lines \"name tenant|* sha256\"."));
        try {
            return new KeysFile(file);
        } catch (InvalidKeysException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Whether a key at a URL can be had shows when the first token comes: the issuer may start after this. */
    private void checkToken() {
        String key = JWT_KEYS.stream().flatMap(name -> config.getOptionalValue(name, String.class).stream()).findFirst()
                .orElseThrow(
                        () -> new ConfigurationException("coop.auth.mode=jwt needs %s, the key that tokens are signed with."
                                .formatted(JWT_KEYS.get(0))));
        if (config.getOptionalValue(JWT_ISSUER, String.class).isEmpty()) {
            throw new ConfigurationException("coop.auth.mode=jwt needs %s, the issuer whose tokens are taken.".formatted(
                    JWT_ISSUER));
        }
        if (key.startsWith("/") && !Files.isReadable(Path.of(key))) {
            throw new ConfigurationException("%s=%s cannot be read.".formatted(JWT_KEYS.get(0), key));
        }
    }
}
