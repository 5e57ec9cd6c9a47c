package io.coopserve.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Counts comparisons with golden numbers, of all test classes of this JVM that are extended with it, and writes
 * {@code target/golden.json} after each of them: the last one leaves the whole count. For tests that run one after the
 * other.
 */
public final class GoldenReport implements TestWatcher, AfterAllCallback {
    private static final Map<String, Double> WORST = new TreeMap<>();
    private static final TreeSet<String> NOT_COVERED = new TreeSet<>();
    private static int checks;
    private static int failed;
    private static int failedBefore; // when the last failing test was over

    /**
     * Compares by the scaled error: the largest difference over the largest expected magnitude.
     *
     * @param group what the worst error is reported for, {@code forward} or {@code trajectory}
     */
    public static synchronized void close(String group, String name, float[] actual, float[] expected, double tolerance) {
        if (actual.length != expected.length) {
            check(false, "%s: %d numbers, expected %d".formatted(name, actual.length, expected.length));
            return;
        }
        double magnitude = 1e-12;
        for (float value : expected) {
            magnitude = Math.max(magnitude, Math.abs(value));
        }
        double error = difference(actual, expected) / magnitude;
        WORST.merge(group, error, Math::max);
        check(error <= tolerance, "%s: scaled error %.2e, allowed %.0e".formatted(name, error, tolerance));
    }

    /** Compares features of length 1 by the largest difference of two numbers. */
    public static synchronized void same(String group, String name, float[][] actual, List<float[]> expected,
            double tolerance) {
        double error = actual.length == expected.size() ? 0 : Double.NaN;
        for (int i = 0; i < actual.length; i++) {
            error = Math.max(error, difference(actual[i], expected.get(i)));
        }
        WORST.merge(group, error, Math::max);
        check(error <= tolerance, "%s: differ by %.2e, allowed %.0e".formatted(name, error, tolerance));
    }

    /** NaN stays NaN, and fails. */
    private static double difference(float[] actual, float[] expected) {
        double difference = 0;
        for (int i = 0; i < actual.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
        }
        return difference;
    }

    /** Asks for a number that is large enough; the smallest one of a group is reported. NaN fails. */
    public static synchronized void atLeast(String group, String name, double actual, double least) {
        WORST.merge(group, actual, Math::min);
        check(actual >= least, "%s: %.6f, at least %s is needed".formatted(name, actual, least));
    }

    /** Compares bit by bit. */
    public static synchronized void exact(String name, float[] actual, float[] expected) {
        check(Arrays.equals(actual, expected), name + ": not the same to the last bit, first at " + Arrays.mismatch(actual,
                expected));
    }

    public static synchronized void exact(String name, long[] actual, long[] expected) {
        check(Arrays.equals(actual, expected), "%s: %s, expected %s".formatted(name, Arrays.toString(actual), Arrays.toString(
                expected)));
    }

    public static synchronized void exact(String name, byte[] actual, byte[] expected) {
        check(Arrays.equals(actual, expected), name + ": bytes differ, first at " + Arrays.mismatch(actual, expected));
    }

    /** Compares bytes as levels from 0 to 255: a share of them has to be at most so many levels apart. */
    public static synchronized void within(String name, byte[] actual, byte[] expected, int levels, double share) {
        if (actual.length != expected.length) {
            check(false, "%s: %d bytes, expected %d".formatted(name, actual.length, expected.length));
            return;
        }
        long close = IntStream.range(0, actual.length)
                .filter(i -> Math.abs((actual[i] & 0xff) - (expected[i] & 0xff)) <= levels)
                .count();
        check(close >= share * actual.length, "%s: %d of %d bytes are more than %d levels away".formatted(name, actual.length
                - close, actual.length, levels));
    }

    /** Names a part of the set that nothing here is compared with. */
    public static synchronized void notCovered(String part) {
        NOT_COVERED.add(part);
    }

    private static void check(boolean holds, String otherwise) {
        checks++;
        if (!holds) {
            failed++;
            throw new AssertionError(otherwise);
        }
    }

    /** A test that broke off before it could compare, say for want of a file, is a failed comparison too. */
    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        if (failed == failedBefore) {
            checks++;
            failed++;
        }
        failedBefore = failed;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode report = json.createObjectNode().put("checks", checks).put("failed", failed);
        report.set("worst", json.valueToTree(WORST));
        report.set("notCovered", json.valueToTree(NOT_COVERED));
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("golden.json"), report.toPrettyString());
    }
}
