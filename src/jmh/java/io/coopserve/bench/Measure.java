package io.coopserve.bench;

/**
 * A number with what it takes to judge it.
 *
 * @param value rounded to four significant digits
 * @param unit {@code x} for a ratio
 * @param detail the baseline, medians and repetitions
 */
record Measure(String name, double value, String unit, String detail) {
    Measure {
        value = Double.isFinite(value) ? Double.parseDouble("%.4g".formatted(value)) : value;
    }

    /** With the command that repeats it. */
    Measure by(String suite) {
        return new Measure(name, value, unit, "%s; ./mvnw -Pbench verify -DskipTests -Dbench=%s".formatted(detail, suite));
    }
}
