package io.coopserve.torture;

import java.time.LocalTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found that must not be, each in one line. Thread-safe. */
final class Losses {
    private final Set<String> lines = new LinkedHashSet<>();

    synchronized void add(String what, Object... words) {
        String line = what.formatted(words);
        if (lines.add(line)) {
            System.out.printf("%tT loss: %s%n", LocalTime.now(), line);
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
