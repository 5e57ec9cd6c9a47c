package io.coopserve.adapt;

import java.util.Arrays;
import java.util.Random;

/** The official training loop: shuffled batches of 32, a rate per epoch, the last epoch's context counts. */
final class Trainer {
    static final int BATCH = 32;

    /** Sees the run after every step. */
    @FunctionalInterface
    interface Listener {
        /**
         * @param momentum buffer of the optimiser, (M, d), not a copy
         * @throws RuntimeException to stop the run
         */
        void after(TrainingProgress progress, float[] momentum);
    }

    private Trainer() {
    }

    /**
     * @param context (M, d), changed in place
     * @return mean loss of the last epoch
     */
    static double train(PromptLearner learner, float[] context, TrainingImages images, LearningRateSchedule schedule,
            Random random, Listener listener) {
        Sgd sgd = new Sgd(Sgd.OFFICIAL_WEIGHT_DECAY);
        int perEpoch = Math.max(1, images.size() / BATCH); // a last partial batch is dropped, unless it is the only one
        int steps = perEpoch * schedule.epochs();
        double meanLoss = 0;
        for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
            int[] order = shuffled(images.size(), random);
            double loss = 0;
            int correct = 0;
            int seen = 0;
            for (int i = 0; i < perEpoch; i++) {
                int[] batch = Arrays.copyOfRange(order, i * BATCH, Math.min((i + 1) * BATCH, images.size()));
                PromptLearner.Step step = learner.step(context, images.batch(batch, random));
                sgd.step(context, step.gradient(), schedule.at(epoch));
                loss += step.loss();
                correct += step.correct();
                seen += batch.length;
                listener.after(
                        new TrainingProgress(epoch + 1, schedule.epochs(), epoch * perEpoch + i + 1, steps, loss / (i + 1),
                                (double) correct / seen, schedule.at(epoch), i == perEpoch - 1),
                        sgd.momentum());
            }
            meanLoss = loss / perEpoch;
        }
        return meanLoss;
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
