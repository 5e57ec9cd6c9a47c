package io.coopserve.adapt;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.coopserve.learn.TrainingProgress;
import io.coopserve.store.RunCheckpoint;

/** A run was not done by its deadline. */
public final class DeadlineExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RunCheckpoint checkpoint; // null before the first step

    private DeadlineExceededException(Duration deadline, String reached, RunCheckpoint checkpoint) {
        super(("The run met its deadline of %s (coop.adapt.deadline) %s, and nothing was published: "
                + "ask for fewer epochs or shots, or have the deadline raised.")
                .formatted(deadline.toString().substring("PT".length()).toLowerCase(Locale.ROOT), reached));
        this.checkpoint = checkpoint;
    }

    static DeadlineExceededException beforeTraining(Duration deadline) {
        return new DeadlineExceededException(deadline, "before its first step", null);
    }

    static DeadlineExceededException at(TrainingProgress progress, Duration deadline, RunCheckpoint checkpoint) {
        return new DeadlineExceededException(deadline, "at step %d of %d".formatted(progress.step(), progress.steps()),
                checkpoint);
    }

    /** Where the training was, if it had begun. */
    public Optional<RunCheckpoint> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }
}
