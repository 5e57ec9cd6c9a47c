package io.coopserve.model.download;

import java.io.IOException;
import java.time.Duration;

import org.jboss.logging.Logger;

import io.coopserve.model.InvalidModelException;

/** Tries again what a network spoils, after growing pauses, until it was spoiled {@value #ATTEMPTS} times in a row. */
public final class Retries {
    private static final Logger LOG = Logger.getLogger(Retries.class);
    private static final int ATTEMPTS = 5;

    private final String what;
    private final Duration pause;
    private int failures;

    /** Something that may fail for a while. */
    public interface Attempt<T> {
        T make() throws IOException, InterruptedException;
    }

    /** @param pause after the first failure; it doubles with each */
    public Retries(String what, Duration pause) {
        this.what = what;
        this.pause = pause;
    }

    public <T> T until(Attempt<T> attempt) throws InterruptedException {
        while (true) {
            try {
                return attempt.make();
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /**
     * Waits before the next attempt.
     *
     * @throws InvalidModelException if it was the last
     */
    void failed(IOException e) throws InterruptedException {
        if (++failures == ATTEMPTS) {
            throw new InvalidModelException("%s failed %d times in a row: %s".formatted(what, ATTEMPTS, reason(e)), e);
        }
        LOG.debugf(e, "%s failed", what);
        Thread.sleep(pause.toMillis() << failures - 1);
    }

    void succeeded() {
        failures = 0;
    }

    /** One line; some exceptions have no message. */
    public static String reason(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.replaceAll("\\p{Cntrl}+", " ");
    }
}
