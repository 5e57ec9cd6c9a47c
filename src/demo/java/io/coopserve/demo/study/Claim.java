package io.coopserve.demo.study;

import java.util.Locale;

import io.coopserve.report.Estimate;

/**
 * Something a paper says, as a difference that would be above 0 if it held here.
 *
 * @param source paper and section
 * @param difference in points
 */
record Claim(String text, String source, Estimate difference) {

    /** By the interval alone: nothing is claimed that chance in images and seeds could have made. */
    String verdict() {
        if (difference.interval().low() > 0) {
            return "**holds**";
        }
        return difference.interval().high() < 0 ? "**does not hold**, the opposite does" : "within noise";
    }

    String row() {
        return String.format(Locale.ROOT, "| %s | %s | %+.1f (%+.1f to %+.1f) | %s |%n", text, source, difference.value(),
                difference.interval().low(), difference.interval().high(), verdict());
    }
}
