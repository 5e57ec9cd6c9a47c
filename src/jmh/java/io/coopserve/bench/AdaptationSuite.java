package io.coopserve.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coopserve.clip.Clip;
import io.coopserve.model.Checkpoint;
import io.coopserve.model.ClipSizes;
import io.coopserve.model.ModelFolder;
import io.coopserve.torch.Precision;

/** What a run costs: its steps against the official procedure's, their memory, its schedules, and who waits for it. */
final class AdaptationSuite {
    private AdaptationSuite() {
    }

    static List<Measure> run() throws Exception {
        List<Measure> measures = new ArrayList<>();
        Path model = RandomModel.VIT_B_16.folder();
        try (Clip clip = CoreSuite.load(model.toString(), Precision.FP32)) {
            TextSteps steps = new TextSteps("", clip, text(model));
            measures.addAll(steps.agreement());
            measures.addAll(steps.shared(10, 15));
            measures.addAll(steps.shared(50, 7));
            measures.addAll(steps.shared(100, 5));
            measures.add(steps.trimmed(10, 7));
            measures.add(steps.trimmed(50, 3));
            measures.add(steps.half(10, 11));
            measures.add(steps.half(50, 5));
            measures.add(steps.many());
            measures.addAll(steps.whole());
            measures.add(steps.conditional());
        }
        measures.add(StepMemory.peak(model, 100));
        measures.add(StepMemory.total(model, 1000));
        measures.add(StepMemory.flat("memory.steps2000", model, 200, 2200));
        Path resnet = RandomModel.RN50.folder();
        try (Clip clip = CoreSuite.load(resnet.toString(), Precision.FP32)) {
            measures.addAll(new TextSteps("rn50.", clip, text(resnet)).shared(10, 7));
        }
        measures.addAll(RunSuite.duringRun(model));
        measures.addAll(RunSuite.recipes());
        return measures;
    }

    static ClipSizes.Tower text(Path model) {
        return Checkpoint.open(ModelFolder.of(model.toString())).sizes().text();
    }
}
