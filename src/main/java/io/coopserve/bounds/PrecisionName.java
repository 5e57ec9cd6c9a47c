package io.coopserve.bounds;

import java.util.List;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Precisions by their names in the configuration. */
@RegisterForReflection
@SuppressWarnings("serial") // converters are serializable, and nobody makes use of it
public final class PrecisionName {
    private PrecisionName() {
    }

    private static String oneOf(List<String> names, String value) {
        if (!names.contains(value)) {
            throw new IllegalArgumentException("it has to be one of " + String.join(", ", names));
        }
        return value;
    }

    /** Of what the image tower computes in. */
    public static final class OfServing implements Converter<String> {
        @Override
        public String convert(String value) {
            return oneOf(List.of("auto", "fp32", "bf16", "fp16"), value);
        }
    }

    /** Of what runs learn in. */
    public static final class OfTraining implements Converter<String> {
        @Override
        public String convert(String value) {
            return oneOf(List.of("fp32", "bf16"), value);
        }
    }
}
