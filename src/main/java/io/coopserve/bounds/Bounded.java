package io.coopserve.bounds;

import java.time.Duration;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;

/**
 * Values of the configuration that have bounds, for {@link io.smallrye.config.WithConverter}. Bean Validation could say the
 * same in annotations, but takes as long to start as all the rest of the service.
 */
@RegisterForReflection
@SuppressWarnings("serial") // converters are serializable, and nobody makes use of it
public final class Bounded {
    private static final int MOST_RUNS = 64;
    private static final int MOST_IMAGES = 1024;
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    private Bounded() {
    }

    private static <T extends Comparable<T>> T from(T least, T value) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException("at least %s is needed".formatted(least));
        }
        return value;
    }

    private static <T extends Comparable<T>> T to(T greatest, T value) {
        if (value.compareTo(greatest) > 0) {
            throw new IllegalArgumentException("at most %s is possible".formatted(greatest));
        }
        return value;
    }

    /** From 0 on. */
    public static final class FromZero implements Converter<Integer> {
        @Override
        public Integer convert(String value) {
            return from(0, Integer.valueOf(value));
        }
    }

    /** From 1 on. */
    public static final class FromOne implements Converter<Integer> {
        @Override
        public Integer convert(String value) {
            return from(1, Integer.valueOf(value));
        }
    }

    /** From 2 on: with less there is nothing to tell apart. */
    public static final class FromTwo implements Converter<Integer> {
        @Override
        public Integer convert(String value) {
            return from(2, Integer.valueOf(value));
        }
    }

    /** Runs that one process performs at once. */
    public static final class Runs implements Converter<Integer> {
        @Override
        public Integer convert(String value) {
            return to(MOST_RUNS, from(1, Integer.valueOf(value)));
        }
    }

    /** Images that pass the tower at once. */
    public static final class Images implements Converter<Integer> {
        @Override
        public Integer convert(String value) {
            return to(MOST_IMAGES, from(1, Integer.valueOf(value)));
        }
    }

    /** From 1 on, and more than there are integers. */
    public static final class Pixels implements Converter<Long> {
        @Override
        public Long convert(String value) {
            return from(1L, Long.valueOf(value));
        }
    }

    /** Not before now. */
    public static final class Delay implements Converter<Duration> {
        @Override
        public Duration convert(String value) {
            return from(Duration.ZERO, DurationConverter.parseDuration(value));
        }
    }

    /** Some time. */
    public static final class Period implements Converter<Duration> {
        @Override
        public Duration convert(String value) {
            return from(Duration.ofMillis(1), DurationConverter.parseDuration(value));
        }
    }

    /** Long enough to be renewed over a network. */
    public static final class Lease implements Converter<Duration> {
        @Override
        public Duration convert(String value) {
            return from(SHORTEST_LEASE, DurationConverter.parseDuration(value));
        }
    }
}
