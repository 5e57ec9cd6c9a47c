package io.coopserve.classify;

import java.time.Duration;

/** As many images wait as may, or for as long. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Duration backlog;

    /**
     * It is made often when there is no time for it, so it has no stack trace.
     *
     * @param backlog what those that wait will take
     * @param patience what a request may wait
     */
    OverloadedException(int taken, int places, Duration backlog, Duration patience) {
        super("%d images wait, which takes %.1f s; at most %d may, and a request for at most %.1f s. Try again in a moment."
                .formatted(taken, seconds(backlog), places, seconds(patience)), null, false, false);
        this.backlog = backlog;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    /** After what time it is worth to ask again. */
    public Duration retryAfter() {
        return backlog;
    }
}
