package io.coopserve.adapt;

import java.util.List;
import java.util.Optional;

import io.coopserve.clip.Clip;
import io.coopserve.clip.TextTooLongException;
import io.coopserve.learn.LabelledFeatures;
import io.coopserve.learn.LinearProbe;
import io.coopserve.learn.Method;
import io.coopserve.learn.Start;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.PromptCard;
import io.coopserve.report.Comparison;
import io.coopserve.report.Evaluation;

/** What a prompt is worth on held-out images, beside what was there without learning. */
public final class Examination {
    /** The templates that CLIP's authors found to be the best together on ImageNet; CoOp compares with them too. */
    static final List<String> ENSEMBLE = List.of("itap of a {}.", "a bad photo of the {}.", "a origami {}.",
            "a photo of the large {}.", "a {} in a video game.", "art of the {}.", "a photo of the small {}.");

    private final Clip clip;
    private final List<String> classNames;
    private final LabelledFeatures test;

    /** @param test labels index the class names */
    public Examination(Clip clip, List<String> classNames, LabelledFeatures test) {
        this.clip = clip;
        this.classNames = classNames;
        this.test = test;
    }

    /** What both say of one prompt. */
    public record Result(PromptCard.Metrics metrics, Evaluation report) {}

    /**
     * What to compare with beside hand-written prompts.
     *
     * @param linearProbe of the same training images
     * @param untrained what the context was before the first step
     */
    public record Baselines(Optional<Classifier> linearProbe, Optional<Classifier> untrained) {
        public static final Baselines NONE = new Baselines(Optional.empty(), Optional.empty());

        /**
         * Those of a training.
         *
         * @param images training images in their centre crop
         * @param checkStopped called before every piece of work; what it throws ends it
         */
        public static Baselines of(Start start, LabelledFeatures images, Runnable checkStopped) {
            return new Baselines(Optional.of(LinearProbe.of(start.clip().torch(), start.classNames(), images, checkStopped)),
                    Method.of(start.recipe().method()).untrained(start, start.random()));
        }
    }

    /**
     * @param templates hand-written
     * @param loss mean objective of the last epoch, if there was training
     */
    public Result of(Classifier learned, List<String> templates, Baselines baselines, Optional<Double> loss) {
        double[][] logits = learned.logits(test.features());
        double[][] baseline = handWritten(templates);
        Evaluation report = Evaluation.of(classNames, logits, test.labels());
        return new Result(new PromptCard.Metrics(score(report, null), score(baseline, templates), ensemble(),
                score(baselines.linearProbe), score(baselines.untrained), Comparison.of(logits, baseline, test.labels()), loss
                        .orElse(null),
                null), report);
    }

    /** Null if there is none. */
    private PromptCard.Score score(Optional<Classifier> classifier) {
        return classifier.map(other -> score(other.logits(test.features()), null)).orElse(null);
    }

    /** Null if a class name is too long for it. */
    private PromptCard.Score ensemble() {
        try {
            clip.textEncoder().checkTemplates(classNames, ENSEMBLE);
        } catch (TextTooLongException e) {
            return null;
        }
        return score(handWritten(ENSEMBLE), ENSEMBLE);
    }

    private double[][] handWritten(List<String> templates) {
        float[][] weights = clip.textEncoder().templateWeights(classNames, templates);
        return new ClassWeights(clip.fingerprint(), classNames, clip.logitScale(), weights, Optional.empty()).logits(test
                .features());
    }

    private PromptCard.Score score(double[][] logits, List<String> templates) {
        return score(Evaluation.of(classNames, logits, test.labels()), templates);
    }

    private static PromptCard.Score score(Evaluation evaluation, List<String> templates) {
        return new PromptCard.Score(evaluation.accuracy(), evaluation.accuracyInterval(), templates);
    }
}
