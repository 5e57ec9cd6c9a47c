package io.coopserve.classify;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** How long the parts of a classification take: a span for each in a trace, and all of them as metrics. */
@ApplicationScoped
class Stages {
    private final Tracer tracer;
    private final Map<Stage, Timer> timers;

    /** What happens to an image. */
    enum Stage {
        /** From the file to the pixels of the tower. */
        DECODE,
        /** Until it is its turn. */
        QUEUE,
        /** The pass through the image tower, with others. */
        TOWER,
        /** From its feature to logits. */
        SCORE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Stages(Tracer tracer, MeterRegistry meters) {
        this.tracer = tracer;
        this.timers = Arrays.stream(Stage.values()).collect(Collectors.toMap(Function.identity(), stage -> Timer.builder(
                "coop.stage").tag("stage", stage.toString()).description("Parts of a classification").register(meters),
                (a, b) -> a,
                () -> new EnumMap<>(Stage.class)));
    }

    <T> T run(Stage stage, Supplier<T> work) {
        Span span = tracer.spanBuilder(stage.toString()).startSpan();
        long start = System.nanoTime();
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            throw e;
        } finally {
            timers.get(stage).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            span.end();
        }
    }

    /**
     * Notes what another thread has done for this one.
     *
     * @param from by {@link System#nanoTime}
     * @param to by the same
     */
    void past(Stage stage, long from, long to) {
        timers.get(stage).record(to - from, TimeUnit.NANOSECONDS);
        long epoch = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
        tracer.spanBuilder(stage.toString()).setStartTimestamp(epoch + from, TimeUnit.NANOSECONDS).startSpan().end(epoch + to,
                TimeUnit.NANOSECONDS);
    }
}
