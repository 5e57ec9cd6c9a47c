package io.coopserve.learn;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the context is moved: in what batches, how often, by what optimiser and how far. */
enum Schedule {
    /** The paper's (CoOp, section 4.1 and its code): SGD on batches of 32, one warm-up epoch, then a cosine. */
    OFFICIAL {
        @Override
        int epochs(int shots) {
            return shots == 1 ? 50 : shots <= 4 ? 100 : 200;
        }

        @Override
        int batch() {
            return 32;
        }

        @Override
        double rate() {
            return LearningRateSchedule.OFFICIAL_RATE;
        }

        @Override
        double weightDecay() {
            return Sgd.OFFICIAL_WEIGHT_DECAY;
        }

        @Override
        double rateAt(int epoch, int epochs, double rate) {
            return LearningRateSchedule.official(rate, epochs).at(epoch);
        }

        @Override
        Optimiser optimiser(double weightDecay) {
            return new Sgd(weightDecay);
        }
    },
    /**
     * Adam on all images at once: once their features are there, a step costs hardly more for a thousand images than for 32, and
     * without the noise of batches few steps do. Rate and epochs were chosen on validation images of drawn tasks; fewer shots
     * want fewer steps, or they are learned by heart.
     */
    FAST {
        @Override
        int epochs(int shots) {
            return shots == 1 ? 10 : shots <= 2 ? 20 : shots <= 4 ? 30 : 40;
        }

        @Override
        int batch() {
            return 4096;
        }

        @Override
        double rate() {
            return 0.01;
        }

        @Override
        double weightDecay() {
            return 0;
        }

        @Override
        double rateAt(int epoch, int epochs, double rate) {
            return 0.5 * rate * (1 + Math.cos(Math.PI * epoch / epochs));
        }

        @Override
        Optimiser optimiser(double weightDecay) {
            return new Adam(weightDecay);
        }
    };

    /** Epochs for a number of shots, unless the recipe says otherwise. */
    abstract int epochs(int shots);

    /** Images of a step, unless the recipe says otherwise; all of them where there are fewer. */
    abstract int batch();

    /** Full learning rate, unless the recipe says otherwise. */
    abstract double rate();

    /** Coupled weight decay, unless the recipe says otherwise. */
    abstract double weightDecay();

    /** Learning rate of an epoch, from 0 on. */
    abstract double rateAt(int epoch, int epochs, double rate);

    abstract Optimiser optimiser(double weightDecay);

    /** @throws InvalidRecipeException if there is none of that name */
    static Schedule of(String name) {
        return Arrays.stream(values()).filter(schedule -> schedule.toString().equals(name)).findFirst().orElseThrow(
                () -> new InvalidRecipeException(
                        "schedule \"%s\" is not offered; %s are.".formatted(name, Arrays.stream(values())
                                .map("\"%s\""::formatted).collect(Collectors.joining(" and ")))));
    }

    /** As it is written in a recipe. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
