package io.coopserve.adapt;

import java.time.Duration;
import java.util.Locale;

import io.coopserve.learn.TrainingProgress;

/** A run was not done by its deadline. */
public final class DeadlineExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DeadlineExceededException(Duration deadline, String reached) {
        super(("The run met its deadline of %s (coop.adapt.deadline) %s, and nothing was published: "
                + "ask for fewer epochs or shots, or have the deadline raised.")
                .formatted(deadline.toString().substring("PT".length()).toLowerCase(Locale.ROOT), reached));
    }

    static DeadlineExceededException beforeTraining(Duration deadline) {
        return new DeadlineExceededException(deadline, "before its first step");
    }

    static DeadlineExceededException at(TrainingProgress progress, Duration deadline) {
        return new DeadlineExceededException(deadline, "at step %d of %d".formatted(progress.step(), progress.steps()));
    }
}
