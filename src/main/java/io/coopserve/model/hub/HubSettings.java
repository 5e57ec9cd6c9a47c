package io.coopserve.model.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.coopserve.model.InvalidModelException;

/**
 * What Hugging Face's environment variables say; they mean here what they mean to {@code huggingface_hub}.
 *
 * @param endpoint address of the Hub, or of a mirror
 * @param cache folder that all programs of this user share
 * @param token who asks; the Hub's own hosts are shown it, nobody else
 * @param offline whether only the cache may be used
 * @param symlinks whether snapshots may refer to blobs; otherwise they are copies
 * @param patience how long an answer may take to begin
 * @param silence how long nothing may come of a file
 * @param pause before something is tried again for the first time
 */
record HubSettings(URI endpoint, Path cache, Optional<String> token, boolean offline, boolean symlinks, Duration patience,
        Duration silence, Duration pause) {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,4}");

    /** @param environment variables by name */
    static HubSettings of(Map<String, String> environment) {
        return new Reader(environment).read();
    }

    /** Tells no token. */
    @Override
    public String toString() {
        return endpoint + ", cached in " + cache;
    }

    /** Reads the variables; one that is empty is as good as absent. */
    private record Reader(Map<String, String> environment) {
        private HubSettings read() {
            Path home = variable("HF_HOME").map(this::path)
                    .orElseGet(() -> variable("XDG_CACHE_HOME").map(this::path).orElseGet(
                            () -> path("~/.cache")).resolve("huggingface"));
            Path cache = variable("HF_HUB_CACHE").or(() -> variable("HUGGINGFACE_HUB_CACHE")).map(this::path).orElse(home
                    .resolve("hub"));
            Path tokenFile = variable("HF_TOKEN_PATH").map(this::path).orElse(home.resolve("token"));
            return new HubSettings(endpoint(), cache, token(tokenFile), isTrue("HF_HUB_OFFLINE") || isTrue(
                    "TRANSFORMERS_OFFLINE"), !isTrue("HF_HUB_DISABLE_SYMLINKS"), seconds("HF_HUB_ETAG_TIMEOUT"), seconds(
                            "HF_HUB_DOWNLOAD_TIMEOUT"),
                    Duration.ofMillis(500));
        }

        private Optional<String> variable(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        private boolean isTrue(String name) {
            return variable(name).map(value -> TRUE.contains(value.toUpperCase(Locale.ROOT))).orElse(false);
        }

        private Path path(String value) {
            return value.startsWith("~/") ? Path.of(System.getProperty("user.home"), value.substring(2)) : Path.of(value);
        }

        private URI endpoint() {
            String value = variable("HF_ENDPOINT").orElse("https://huggingface.co").replaceAll("/+$", "");
            try {
                URI endpoint = URI.create(value);
                if (HubClient.isWeb(endpoint) && endpoint.getQuery() == null && endpoint.getFragment() == null) {
                    return endpoint;
                }
            } catch (IllegalArgumentException e) {
                // told below, without what may be a password in it
            }
            throw new InvalidModelException("HF_ENDPOINT is no address of a server: use one such as https://huggingface.co, "
                    + "with no user in it");
        }

        private Optional<String> token(Path file) {
            Optional<String> token = variable("HF_TOKEN").or(() -> variable("HUGGING_FACE_HUB_TOKEN")).or(() -> read(file));
            if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
                throw new InvalidModelException("HF_TOKEN, or the token in %s, has characters that no token has".formatted(
                        file));
            }
            return token;
        }

        private static Optional<String> read(Path file) {
            try {
                return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private Duration seconds(String name) {
            String value = variable(name).orElse("10");
            if (!SECONDS.matcher(value).matches()) {
                throw new InvalidModelException("%s=%s is no whole number of seconds from 1 to 99999".formatted(name, value));
            }
            return Duration.ofSeconds(Long.parseLong(value));
        }
    }
}
