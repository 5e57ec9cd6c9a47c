package io.coopserve.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What was sent and what came back, by category. Thread-safe. */
final class Tally {
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Slow> slowest = new ArrayList<>();

    /** Counts of answers by the first digit of their status; 0: the connection was closed without one. */
    private static final class Row {
        private int requests;
        private final int[] classes = new int[6];
        private double slowest;
    }

    private record Slow(double seconds, String what) {}

    synchronized void add(long index, Attack attack, Answer answer) {
        Row row = rows.computeIfAbsent(attack.category(), category -> new Row());
        row.requests++;
        row.classes[answer.status() / 100]++;
        row.slowest = Math.max(row.slowest, answer.seconds());
        statuses.merge(answer.status(), 1, Integer::sum);
        slowest.add(
                new Slow(answer.seconds(),
                        "%d: %s (%s) %d".formatted(index, shown(attack.start()), shown(attack.what()), answer.status())));
        slowest.sort(Comparator.comparingDouble(Slow::seconds).reversed());
        if (slowest.size() > 10) {
            slowest.remove(10);
        }
    }

    static String shown(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }

    synchronized void fail(String failure) {
        failures.add(failure);
    }

    /** As many as somebody reads; the file has all. */
    synchronized String failures() {
        return failures.isEmpty()
                ? ""
                : failures.size() + " failures:\n" + String.join("\n", failures.subList(0, Math.min(20, failures
                        .size())));
    }

    synchronized String table() {
        StringBuilder table = new StringBuilder(
                "%-12s %9s %7s %7s %7s %7s %7s %9s%n".formatted("category", "requests", "2xx", "3xx",
                        "4xx", "5xx", "closed", "slowest"));
        rows.forEach((category, row) -> table.append("%-12s %9d %7d %7d %7d %7d %7d %7.2f s%n".formatted(category, row.requests,
                row.classes[2], row.classes[3], row.classes[4], row.classes[5], row.classes[0], row.slowest)));
        table.append("by status: ").append(statuses).append(System.lineSeparator());
        slowest.forEach(slow -> table.append("%7.2f s  %s%n".formatted(slow.seconds, slow.what)));
        return table.toString();
    }

    synchronized void write(Path file, Map<String, Object> more) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(more);
        List<Object> categories = new ArrayList<>();
        rows.forEach((category,
                row) -> categories.add(Map.of("category", category, "requests", row.requests, "2xx", row.classes[2],
                        "3xx", row.classes[3], "4xx", row.classes[4], "5xx", row.classes[5], "closed", row.classes[0],
                        "slowestSeconds",
                        row.slowest)));
        all.put("categories", categories);
        all.put("statuses", statuses);
        all.put("failures", failures);
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
    }
}
