package io.coopserve.hostile;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What every answer has to be, whatever was asked. */
final class Verdict {
    private static final double MOST_SECONDS = 10;
    private static final int SMALL_REQUEST = 1 << 20;
    private static final int LONGEST_DETAIL = 1_000;
    /** What Netty and Vert.x refuse before there is a request. */
    private static final Set<Integer> OF_THE_PARSER = Set.of(400, 405, 413, 414, 417, 431, 501, 505);
    private static final Pattern INSIDE = Pattern.compile(
            "io\\.coopserve|jackson|fasterxml|java\\.|javax\\.|\\tat |[a-z]Exception"
                    + "|quarkus|vert\\.?x|netty|\\(through reference|\\.java:|/tmp/|/home/|coop-upload",
            Pattern.CASE_INSENSITIVE);

    private Verdict() {
    }

    /** Whether a small request kept the service busy for long. */
    static boolean isSlow(Attack attack, Answer answer) {
        return answer.seconds() > MOST_SECONDS && attack.body().length < SMALL_REQUEST;
    }

    /** @return what is wrong with an answer */
    static Optional<String> on(Attack attack, Answer answer) {
        if (answer.status() >= 500
                && !(answer.status() < 506 && OF_THE_PARSER.contains(answer.status()) && !attack.sentence())) {
            return Optional.of("status " + answer.status());
        }
        if (answer.status() == 0) {
            return attack.sentence() && !answer.broken() ? Optional.of("no answer") : Optional.empty();
        }
        if (answer.status() < 400 || !attack.start().contains("/v1/") || attack.start().startsWith("HEAD")) {
            return Optional.empty();
        }
        if (!attack.isReadable() && OF_THE_PARSER.contains(answer.status()) && !answer.isProblem()) {
            return Optional.empty();
        }
        return problem(answer);
    }

    private static Optional<String> problem(Answer answer) {
        if (!answer.isProblem()) {
            return Optional.of("status %d is no problem".formatted(answer.status()));
        }
        String detail = answer.json().path("detail").asText();
        if (detail.isBlank() || detail.length() > LONGEST_DETAIL) {
            return Optional.of("a detail of %d characters".formatted(detail.length()));
        }
        if (answer.json().path("status").asInt() != answer.status()) {
            return Optional.of("the problem says another status");
        }
        if (INSIDE.matcher(detail).find()) {
            return Optional.of("the detail shows the inside: " + detail);
        }
        return detail.chars().anyMatch(Character::isISOControl)
                ? Optional.of("control characters in the detail")
                : Optional.empty();
    }
}
