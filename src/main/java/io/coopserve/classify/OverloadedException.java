package io.coopserve.classify;

/** As many images wait as may. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverloadedException(int taken, int places) {
        super("%d of %d images that may wait are there already; try again in a moment.".formatted(taken, places));
    }
}
