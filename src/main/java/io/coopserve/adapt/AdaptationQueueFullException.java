package io.coopserve.adapt;

/** As many runs wait as may. */
public final class AdaptationQueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AdaptationQueueFullException(int queue) {
        super("%d adaptation runs are waiting already; try again later.".formatted(queue));
    }
}
