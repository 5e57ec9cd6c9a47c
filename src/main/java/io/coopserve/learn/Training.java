package io.coopserve.learn;

import java.time.Duration;
import java.util.Locale;

import io.coopserve.torch.Precision;

/**
 * How training steps are computed, and for how long.
 *
 * @param precision of the text tower's products
 * @param activations bytes that a step may hold beside the model
 * @param deadline how long a run may take
 * @param checkpoint how often it keeps where its training is
 */
public record Training(Precision precision, long activations, Duration deadline, Duration checkpoint) {
    /** In single precision, without a bound. */
    public static final Training UNBOUNDED = new Training(Precision.FP32, Long.MAX_VALUE, Duration.ofDays(1000),
            Duration.ofDays(1000));

    public static Training of(TrainingConfiguration configuration) {
        return new Training(Precision.valueOf(configuration.precision().toUpperCase(Locale.ROOT)), configuration.activations()
                .asLongValue(), configuration.deadline(), configuration.checkpoint());
    }

    /** The same in another precision. */
    public Training in(Precision other) {
        return new Training(other, activations, deadline, checkpoint);
    }
}
