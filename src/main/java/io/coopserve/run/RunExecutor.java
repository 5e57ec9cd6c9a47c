package io.coopserve.run;

/** Where runs are performed. Whoever performs a run claims its attempt, records its end and lets the run say so. */
public interface RunExecutor {
    /** Runs that may be under way or wait at the same time. */
    int capacity();

    /**
     * Begins to perform a run that is stored; returns at once.
     *
     * @throws ExecutorUnavailableException if it cannot be performed now; then its end is recorded
     */
    void execute(AdaptationRun run);

    /** Tells a run to stop: it does within one step, and publishes nothing. */
    void cancel(AdaptationRun run);

    /** Waits until a cancelled run writes nothing any more. */
    void awaitStopped(AdaptationRun run);

    /** Whether runs go on when this process ends. */
    boolean outlivesProcess();

    /** Follows a run that another process started. Called only if runs outlive their process. */
    void follow(AdaptationRun run);
}
