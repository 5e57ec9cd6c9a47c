package io.coopserve.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.coopserve.clip.Clip;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;

/** Replays the official training runs of CoCoOp step by step. */
@ExtendWith(GoldenReport.class)
class CocoopTrajectoryGoldenTest {
    private static final GoldenSet SET = GoldenSet.current();

    static Stream<String> trajectories() {
        return SET.trajectories("cocoop").stream();
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void aRunTakesTheOfficialSteps(String name) {
        Trajectory trajectory = new Trajectory(name);
        Clip clip = trajectory.model().clip();
        LabelledFeatures images = trajectory.images();
        List<float[]> parameters = MetaNet.PARAMETERS.stream().map(parameter -> trajectory.floats("init." + parameter))
                .toList();
        CocoopLearner learner = new CocoopLearner(clip, clip.textEncoder().classPrompts(SET.layout(name), trajectory
                .classNames()), Training.UNBOUNDED);
        List<Sgd> optimisers = parameters.stream().map(parameter -> trajectory.optimiser()).toList();
        trajectory.compare("forward", "init_logits", learner.logits(parameters, images), Trajectory.FORWARD);
        List<Double> losses = new ArrayList<>();
        for (int epoch = 0; epoch < trajectory.schedule().epochs(); epoch++) {
            trajectory.compareRate(epoch);
            for (int[] batch : trajectory.batches(epoch)) {
                CocoopLearner.Step step = learner.step(parameters, images.rows(batch));
                if (losses.isEmpty()) {
                    compare(trajectory, "gradient", "grad0", step.gradients(), Trajectory.GRADIENT);
                }
                for (int i = 0; i < parameters.size(); i++) {
                    optimisers.get(i).step(parameters.get(i), step.gradients().get(i), trajectory.schedule().at(epoch));
                }
                if (losses.size() < 3) {
                    compare(trajectory, "trajectory", "step" + losses.size(), parameters, Trajectory.TOLERANCE);
                }
                losses.add(step.loss());
            }
        }
        trajectory.compareLosses(losses);
        compare(trajectory, "trajectory", "final", parameters, Trajectory.TOLERANCE);
        trajectory.compare("trajectory", "final_logits", learner.logits(parameters, images), Trajectory.TOLERANCE);
    }

    private static void compare(Trajectory trajectory, String group, String when, List<float[]> actual, double tolerance) {
        for (int i = 0; i < actual.size(); i++) {
            trajectory.compare(group, when + "." + MetaNet.PARAMETERS.get(i), actual.get(i), tolerance);
        }
    }
}
