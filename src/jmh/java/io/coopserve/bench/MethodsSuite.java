package io.coopserve.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coopserve.clip.Clip;
import io.coopserve.torch.Precision;

/** What methods beside CoOp cost, and what is done with prompts that are published. */
final class MethodsSuite {
    private MethodsSuite() {
    }

    static List<Measure> run() throws Exception {
        List<Measure> measures = new ArrayList<>();
        Path model = RandomModel.VIT_B_16.folder();
        try (Clip clip = CoreSuite.load(model.toString(), Precision.FP32)) {
            measures.add(new TextSteps("", clip, AdaptationSuite.text(model)).conditional());
            measures.addAll(new AddedClass(clip).run());
            measures.addAll(new EvaluationPace(clip).run());
        }
        measures.add(StepMemory.conditionalPeak(model, TextSteps.CONDITIONAL_CLASSES));
        return measures;
    }
}
