package io.coopserve.run;

/** A run that nobody follows would be stopped with its pod. */
public final class BackgroundRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackgroundRunException() {
        super("Here a run lives only as long as a request that follows it: send Accept: text/event-stream or "
                + "application/x-ndjson, or let it run as a Kubernetes Job (coop.adapt.executor=kubernetes).");
    }
}
