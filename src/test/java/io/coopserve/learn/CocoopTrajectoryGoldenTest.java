package io.coopserve.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.coopserve.clip.Clip;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.MetaNet;

/** Replays the official training runs of CoCoOp step by step. */
@ExtendWith(GoldenReport.class)
class CocoopTrajectoryGoldenTest {
    private static final GoldenSet SET = GoldenSet.current();
    private static final List<String> PARAMETERS = Stream.concat(Stream.of("ctx"), MetaNet.NAMES.stream()).toList();

    static Stream<String> trajectories() {
        return SET.trajectories("cocoop").stream();
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void aRunTakesTheOfficialSteps(String name) {
        Trajectory trajectory = new Trajectory(name);
        Clip clip = trajectory.model().clip();
        LabelledFeatures images = trajectory.images();
        float[] parameters = CocoopLearner.joined(PARAMETERS.stream().map(parameter -> trajectory.floats("init." + parameter))
                .toList());
        CocoopLearner learner = new CocoopLearner(clip, clip.textEncoder().classPrompts(SET.layout(name), trajectory
                .classNames()), SET.layout(name).length(), Training.UNBOUNDED);
        Sgd sgd = trajectory.optimiser();
        trajectory.compare("forward", "init_logits", learner.logits(parameters, images), Trajectory.FORWARD);
        List<Double> losses = new ArrayList<>();
        for (int epoch = 0; epoch < trajectory.schedule().epochs(); epoch++) {
            trajectory.compareRate(epoch);
            for (int[] batch : trajectory.batches(epoch)) {
                CrossEntropy.Loss step = learner.step(parameters, images.rows(batch));
                if (losses.isEmpty()) {
                    compare(trajectory, "gradient", "grad0", learner.split(step.gradient()), Trajectory.GRADIENT);
                }
                sgd.step(parameters, step.gradient(), trajectory.schedule().at(epoch));
                if (losses.size() < 3) {
                    compare(trajectory, "trajectory", "step" + losses.size(), learner.split(parameters), Trajectory.TOLERANCE);
                }
                losses.add(step.value());
            }
        }
        trajectory.compareLosses(losses);
        compare(trajectory, "trajectory", "final", learner.split(parameters), Trajectory.TOLERANCE);
        trajectory.compare("trajectory", "final_logits", learner.logits(parameters, images), Trajectory.TOLERANCE);
        trajectory.compare("trajectory", "final_logits", served(clip, SET.layout(name), trajectory.classNames(), learner.split(
                parameters), images), Trajectory.TOLERANCE);
    }

    private static void compare(Trajectory trajectory, String group, String when, List<float[]> actual, double tolerance) {
        for (int i = 0; i < actual.size(); i++) {
            trajectory.compare(group, when + "." + PARAMETERS.get(i), actual.get(i), tolerance);
        }
    }

    /** Logits of a published prompt, (N, K), of few images at a time. */
    private static float[] served(Clip clip, ContextLayout layout, List<String> classNames, List<float[]> p,
            LabelledFeatures images) {
        Conditional prompt = new Conditional(clip.fingerprint(), classNames, clip.logitScale(),
                new LearnedContext(layout, p.get(
                        0), clip.textEncoder().width()),
                new MetaNet(p.get(1), p.get(2), p.get(3), p.get(4)));
        double[] logits = Arrays.stream(clip.classifier(prompt, 8 << 20).logits(images.features())).flatMapToDouble(
                Arrays::stream).toArray();
        float[] floats = new float[logits.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) logits[i];
        }
        return floats;
    }
}
