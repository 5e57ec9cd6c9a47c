package io.coopserve.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.prompt.ContextLayout;

/** Replays the official training runs step by step: the same batches, the same rates, the same context at the end. */
@ExtendWith(GoldenReport.class)
class TrajectoryGoldenTest {
    private static final GoldenSet SET = GoldenSet.current();

    static Stream<String> trajectories() {
        return SET.trajectories("coop").stream();
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void aRunTakesTheOfficialSteps(String name) {
        Trajectory trajectory = new Trajectory(name);
        Clip clip = trajectory.model().clip();
        ContextLayout layout = SET.layout(name);
        float[] context = trajectory.floats("init.ctx"); // (M, d) or (K, M, d)
        if (!trajectory.words().isEmpty() && layout.words().isEmpty()) {
            GoldenReport.exact(name + " context from words", clip.textEncoder().embeddings(trajectory.words()), context);
        }
        ClassPrompts prompts = clip.textEncoder().classPrompts(layout, trajectory.classNames());
        PromptLearner learner = new PromptLearner(clip, prompts, Training.UNBOUNDED);
        LabelledFeatures images = trajectory.images();
        Sgd sgd = trajectory.optimiser();
        List<Double> losses = new ArrayList<>();
        trajectory.compare("forward", "init_logits", learner.logits(context, images), Trajectory.FORWARD);
        for (int epoch = 0; epoch < trajectory.schedule().epochs(); epoch++) {
            trajectory.compareRate(epoch);
            for (int[] batch : trajectory.batches(epoch)) {
                CrossEntropy.Loss step = learner.step(context, images.rows(batch));
                if (losses.isEmpty()) {
                    trajectory.compare("gradient", "grad0.ctx", step.gradient(), Trajectory.GRADIENT);
                }
                sgd.step(context, step.gradient(), trajectory.schedule().at(epoch));
                if (losses.size() < 3) {
                    trajectory.compare("trajectory", "step" + losses.size() + ".ctx", context, Trajectory.TOLERANCE);
                }
                losses.add(step.value());
            }
        }
        trajectory.compareLosses(losses);
        trajectory.compare("trajectory", "final.ctx", context, Trajectory.TOLERANCE);
        trajectory.compare("trajectory", "final_logits", learner.logits(context, images), Trajectory.TOLERANCE);
        float[][] weights = prompts.weights(context);
        float[] expected = trajectory.floats("final_text_features"); // raw, (K, e)
        int width = expected.length / weights.length;
        for (int k = 0; k < weights.length; k++) {
            GoldenReport.close("trajectory", name + " final text feature " + k, weights[k],
                    normalised(Arrays.copyOfRange(expected, k * width, (k + 1) * width)), Trajectory.TOLERANCE);
        }
    }

    private static float[] normalised(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return unit;
    }
}
