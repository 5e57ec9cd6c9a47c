package io.coopserve.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Supplier;

/** Fingerprints of weight files already seen, by path, size and time: hashing 600 MB at every start is a second lost. */
public final class FingerprintCache {
    private final Path folder;

    public FingerprintCache(Path folder) {
        this.folder = folder;
    }

    /** A folder that cannot be written costs only the time. */
    public String fingerprint(Checkpoint model) {
        Supplier<String> compute = () -> Fingerprint.of(model.weights());
        return model.stamp().map(stamp -> cached(stamp, compute)).orElseGet(compute);
    }

    private String cached(String stamp, Supplier<String> compute) {
        String name = UUID.nameUUIDFromBytes(stamp.getBytes(StandardCharsets.UTF_8)).toString();
        Path file = folder.resolve(name);
        try {
            String[] lines = Files.readString(file).split("\n");
            if (lines.length == 2 && lines[0].equals(stamp) && lines[1].matches("[0-9a-f]{64}")) {
                return lines[1];
            }
        } catch (IOException e) {
            // not there yet, or unreadable: computed below
        }
        String fingerprint = compute.get();
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "fingerprint", ".tmp");
            Files.writeString(temporary, stamp + "\n" + fingerprint + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            System.getLogger(FingerprintCache.class.getName()).log(System.Logger.Level.DEBUG,
                    "the fingerprint cache cannot be written", e);
        }
        return fingerprint;
    }
}
