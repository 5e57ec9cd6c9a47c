package io.coopserve.run;

/** Where runs are performed. Whoever performs a run claims its attempt, records its end and lets the run say so. */
public interface RunExecutor {
    /** Whether another run may come now. */
    boolean hasRoom();

    /** Runs that may be under way or wait at the same time. */
    int capacity();

    /**
     * Begins to perform a run that is stored; returns at once.
     *
     * @throws ExecutorUnavailableException if it cannot be performed now; then its end is recorded
     */
    void execute(AdaptationRun run);

    /**
     * Goes on with a run that was left by whoever performed it.
     *
     * @return whether it is looked after now; else it is offered again
     */
    boolean takeOver(AdaptationRun run);

    /** Whether this process performs a run, or has it wait. */
    boolean holds(String run);

    /** Passes on what another process stores about a run, until it has ended. */
    void follow(AdaptationRun run);

    /** Tells a run to stop, wherever it is performed: it does within one step, and publishes nothing. */
    void cancel(AdaptationRun run);

    /** Waits until a cancelled run writes nothing any more. */
    void awaitStopped(AdaptationRun run);

    /** Whether runs go on when no process serves. */
    boolean outlivesProcess();
}
