package io.coopserve.learn;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The training loop: shuffled batches, a rate per epoch; what the last epoch leaves counts. */
public final class Trainer {

    /** Sees the run after every step. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param state gives a copy of all that the next step depends on
         * @throws RuntimeException to stop the run
         */
        void after(TrainingProgress progress, Supplier<TrainingState> state);
    }

    private final Learner learner;
    private final float[] parameters;
    private final TrainingImages images;
    private final Plan plan;
    private final ResumableRandom random;
    private final Listener listener;
    private final Optimiser optimiser;
    private final int size; // images of a batch
    private final int perEpoch; // steps
    private int step;
    private long epochRandom;
    private double loss; // of this epoch so far, as are the next two
    private int correct;
    private int seen;

    private Trainer(Learner learner, float[] parameters, TrainingImages images, Plan plan, ResumableRandom random,
            Listener listener) {
        this.learner = learner;
        this.parameters = parameters;
        this.images = images;
        this.plan = plan;
        this.random = random;
        this.listener = listener;
        this.optimiser = plan.optimiser();
        this.size = plan.batch(images.size());
        this.perEpoch = plan.stepsPerEpoch(images.size());
    }

    /**
     * @param parameters changed in place
     * @param from where an earlier training of the same recipe was: goes on to the same end
     * @return mean loss of the last epoch
     * @throws DivergedException if the loss or a parameter is not finite after a step
     */
    static double train(Learner learner, float[] parameters, TrainingImages images, Plan plan, ResumableRandom random,
            Optional<TrainingState> from, Listener listener) {
        Trainer trainer = new Trainer(learner, parameters, images, plan, random, listener);
        int[] order = from.map(trainer::restore).orElse(null);
        while (trainer.step < trainer.perEpoch * plan.epochs()) {
            order = trainer.step % trainer.perEpoch == 0 ? trainer.nextEpoch() : order;
            trainer.step(order);
        }
        return trainer.loss / trainer.perEpoch;
    }

    /** @return the order of the epoch that it was in */
    private int[] restore(TrainingState state) {
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        optimiser.restore(state.optimiser(), state.step());
        step = state.step();
        random.restore(state.epochRandom());
        int[] order = nextEpoch();
        random.restore(state.random());
        loss = state.loss();
        correct = state.correct();
        seen = state.seen();
        return order;
    }

    private TrainingState state() {
        return new TrainingState(step, parameters.clone(), optimiser.state().entrySet().stream().collect(Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().clone())), epochRandom, random.state(), loss, correct, seen);
    }

    private int[] nextEpoch() {
        epochRandom = random.state();
        loss = 0;
        correct = 0;
        seen = 0;
        return shuffled(images.size(), random);
    }

    private void step(int[] order) {
        int epoch = step / perEpoch;
        int i = step % perEpoch;
        int steps = perEpoch * plan.epochs();
        int[] batch = Arrays.copyOfRange(order, i * size, (i + 1) * size);
        CrossEntropy.Loss value = learner.step(parameters, images.batch(batch, random));
        optimiser.step(parameters, value.gradient(), plan.rateAt(epoch));
        step++;
        if (!Double.isFinite(value.value()) || !areFinite(parameters)) {
            throw new DivergedException(step, steps);
        }
        loss += value.value();
        correct += value.correct();
        seen += batch.length;
        listener.after(new TrainingProgress(epoch + 1, plan.epochs(), step, steps, loss / (i + 1), (double) correct / seen, plan
                .rateAt(epoch), i == perEpoch - 1), this::state);
    }

    private static boolean areFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static int[] shuffled(int size, Random random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
