package io.coopserve.classify;

/** As many images wait as may. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverloadedException(int queue) {
        super("%d images are waiting already; try again in a moment.".formatted(queue));
    }
}
