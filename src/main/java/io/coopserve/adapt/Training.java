package io.coopserve.adapt;

import java.util.Locale;

import io.coopserve.torch.Precision;

/**
 * How training steps are computed.
 *
 * @param precision of the text tower's products
 * @param activations bytes that a step may hold beside the model
 */
public record Training(Precision precision, long activations) {
    /** In single precision, without a bound. */
    public static final Training UNBOUNDED = new Training(Precision.FP32, Long.MAX_VALUE);

    public static Training of(TrainingConfiguration configuration) {
        return new Training(Precision.valueOf(configuration.precision().toUpperCase(Locale.ROOT)),
                configuration.activations().asLongValue());
    }
}
