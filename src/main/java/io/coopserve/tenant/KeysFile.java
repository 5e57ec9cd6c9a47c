package io.coopserve.tenant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * The keys of a mounted file. Its content is compared every few seconds: a mounted secret is swapped by a symbolic link,
 * which times of modification do not always show. A new version that is wrong is reported once, and the old keys stay.
 */
public final class KeysFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeysFile.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Path file;
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "keys-file");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<ApiKey> keys;
    private String accepted; // from here on the watcher's alone
    private String complaint = "";

    /** @throws InvalidKeysException if there is no such file, or it is wrong */
    public KeysFile(Path file) {
        this.file = file;
        this.accepted = read();
        this.keys = parse(file, accepted);
        report();
        watcher.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidKeysException("The keys file %s cannot be read (%s).".formatted(file, e.getClass()
                    .getSimpleName()));
        }
    }

    /**
     * The keys of a file's content.
     *
     * @param file to name it in the message
     * @throws InvalidKeysException naming the line that is wrong
     */
    public static List<ApiKey> parse(Path file, String content) {
        List<ApiKey> parsed = new ArrayList<>();
        Set<Object> taken = new HashSet<>();
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            try {
                ApiKey key = ApiKey.parse(line);
                if (!taken.add(key.name()) || !taken.add(key.sha256())) {
                    throw new IllegalArgumentException("its name or its key is in the file twice");
                }
                parsed.add(key);
            } catch (IllegalArgumentException e) {
                throw new InvalidKeysException("Line %d of the keys file %s is wrong: %s.".formatted(number, file, e
                        .getMessage()));
            }
        }
        return List.copyOf(parsed);
    }

    private void look() {
        try {
            String content = read();
            if (!content.equals(accepted)) {
                keys = parse(file, content);
                accepted = content;
                report();
            }
            complaint = "";
        } catch (InvalidKeysException e) {
            if (!e.getMessage().equals(complaint)) {
                complaint = e.getMessage();
                LOG.errorf("%s The keys stay as they were.", complaint);
            }
        } catch (RuntimeException e) {
            LOG.error("The keys file cannot be watched", e); // thrown on, it would end the watch
        }
    }

    private void report() {
        LOG.infof("%d keys of tenants and %d of operations are known", keys.stream().filter(key -> key.tenant().isPresent())
                .count(), keys.stream().filter(key -> key.tenant().isEmpty()).count());
    }

    /** Whose key this is. Every key is compared, so that the time tells nothing. */
    public Optional<Caller> caller(String presented) {
        byte[] hash = ApiKey.sha256(presented).getBytes(StandardCharsets.US_ASCII);
        ApiKey found = null;
        for (ApiKey key : keys) {
            found = key.isOf(hash) ? key : found;
        }
        return Optional.ofNullable(found).map(ApiKey::caller);
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
