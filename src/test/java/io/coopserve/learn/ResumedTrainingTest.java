package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.coopserve.tensors.Safetensors;

/** A training that was stopped behind any of its steps, and went on, learns the same as one left alone. */
class ResumedTrainingTest {
    private static final int WIDTH = 6;
    private static final int IMAGES = 13;
    private static final int EPOCHS = 4;

    /** Images that are seen differently at every use, by the run's random numbers. */
    private record Shaken(LabelledFeatures features) implements TrainingImages {
        @Override
        public int size() {
            return features.size();
        }

        @Override
        public LabelledFeatures batch(int[] images, Random random) {
            LabelledFeatures batch = features.rows(images);
            return new LabelledFeatures(Arrays.stream(batch.features()).map(row -> {
                float[] shaken = row.clone();
                shaken[0] += random.nextFloat();
                return shaken;
            }).toArray(float[][]::new), batch.labels());
        }

        @Override
        public String note() {
            return "";
        }
    }

    /** Half the squared distance to the mean of a batch. */
    private static CrossEntropy.Loss distance(float[] parameters, LabelledFeatures batch) {
        float[] gradient = parameters.clone();
        double loss = 0;
        for (int i = 0; i < WIDTH; i++) {
            for (float[] row : batch.features()) {
                gradient[i] -= row[i] / batch.size();
            }
            loss += gradient[i] * gradient[i] / 2;
        }
        return new CrossEntropy.Loss(loss, gradient, batch.labels()[0]);
    }

    private static TrainingImages images() {
        Random random = new Random(3);
        return new Shaken(new LabelledFeatures(IntStream.range(0, IMAGES).mapToObj(i -> RandomNumbers.direction(random, WIDTH))
                .toArray(float[][]::new), IntStream.range(0, IMAGES).toArray()));
    }

    private record Kept(TrainingProgress progress, TrainingState state) {}

    private static double train(float[] parameters, Schedule schedule, Optional<TrainingState> from, List<Kept> kept) {
        return Trainer.train(ResumedTrainingTest::distance, parameters, images(), new Plan(schedule, EPOCHS, 4, 0.1, 0.01),
                new ResumableRandom(from.isPresent() ? 99 : 7), from, (progress, state) -> kept.add(new Kept(progress, state
                        .get())));
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void goesOnToTheSameEnd(Schedule schedule) {
        float[] expected = new float[WIDTH];
        List<Kept> all = new ArrayList<>();
        double loss = train(expected, schedule, Optional.empty(), all);
        assertEquals(3 * EPOCHS, all.size());
        for (int step = 1; step <= all.size(); step++) {
            float[] parameters = new float[WIDTH];
            TrainingState stored = TrainingState.of(Safetensors.read(all.get(step - 1).state.toSafetensors(Map.of("more",
                    "metadata"))));
            List<Kept> rest = new ArrayList<>();
            assertEquals(loss, train(parameters, schedule, Optional.of(stored), rest), "resumed behind step " + step);
            assertArrayEquals(expected, parameters, "resumed behind step " + step);
            assertEquals(all.subList(step, all.size()).stream().map(Kept::progress).toList(), rest.stream().map(Kept::progress)
                    .toList());
        }
    }

    @Test
    void randomNumbersAreThoseOfTheJdk() {
        Random expected = new Random(42);
        ResumableRandom actual = new ResumableRandom(42);
        for (int i = 0; i < 100; i++) {
            assertEquals(expected.nextInt(i + 1), actual.nextInt(i + 1));
            assertEquals(expected.nextLong(), actual.nextLong());
            assertEquals(expected.nextDouble(), actual.nextDouble());
            assertEquals(expected.nextGaussian(), actual.nextGaussian());
        }
        long state = actual.state();
        double next = actual.nextDouble();
        actual.nextGaussian();
        actual.restore(state);
        assertEquals(next, actual.nextDouble());
    }
}
