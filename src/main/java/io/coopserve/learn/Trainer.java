package io.coopserve.learn;

import java.util.Arrays;
import java.util.Random;

/** The training loop: shuffled batches, a rate per epoch; what the last epoch leaves counts. */
public final class Trainer {

    /** Sees the run after every step. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param parameters as the step left them
         * @throws RuntimeException to stop the run
         */
        void after(TrainingProgress progress, float[] parameters, Optimiser optimiser);
    }

    private Trainer() {
    }

    /**
     * @param parameters changed in place
     * @return mean loss of the last epoch
     * @throws DivergedException if the loss or a parameter is not finite after a step
     */
    static double train(Learner learner, float[] parameters, TrainingImages images, Plan plan, Random random,
            Listener listener) {
        Optimiser optimiser = plan.optimiser();
        int epochs = plan.epochs();
        int size = Math.min(plan.batch(), images.size());
        int perEpoch = images.size() / size; // a last partial batch is dropped, unless it is the only one
        int steps = perEpoch * epochs;
        double meanLoss = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] order = shuffled(images.size(), random);
            double loss = 0;
            int correct = 0;
            int seen = 0;
            for (int i = 0; i < perEpoch; i++) {
                int[] batch = Arrays.copyOfRange(order, i * size, (i + 1) * size);
                CrossEntropy.Loss step = learner.step(parameters, images.batch(batch, random));
                optimiser.step(parameters, step.gradient(), plan.rateAt(epoch));
                if (!Double.isFinite(step.value()) || !areFinite(parameters)) {
                    throw new DivergedException(epoch * perEpoch + i + 1, steps);
                }
                loss += step.value();
                correct += step.correct();
                seen += batch.length;
                listener.after(
                        new TrainingProgress(epoch + 1, epochs, epoch * perEpoch + i + 1, steps, loss / (i + 1),
                                (double) correct / seen, plan.rateAt(epoch), i == perEpoch - 1),
                        parameters, optimiser);
            }
            meanLoss = loss / perEpoch;
        }
        return meanLoss;
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
