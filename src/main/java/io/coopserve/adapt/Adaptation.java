package io.coopserve.adapt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** The work of one run, from images to a published version. */
public final class Adaptation {
    private static final int NEAREST_WORDS = 5;
    private static final double CONTEXT_DEVIATION = 0.02;
    private static final long EVENT_INTERVAL = 1_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Task task;
    private final Clip clip;
    private final Datasets datasets;
    private final FeatureCache cache;
    private final Prompts prompts;

    /**
     * What is to be learned, and for whom.
     *
     * @param run names the run in the card
     * @param recipe with everything filled in
     */
    public record Task(TenantId tenant, Name prompt, String run, Recipe recipe) {}

    /** Hears of the work and may end it; called on its thread. */
    public interface Listener {
        /** Called before every piece of work, each training step among them; what it throws ends the work. */
        void checkStopped();

        /** @param etaSeconds until the end of training, by the pace so far */
        void training(TrainingProgress progress, double etaSeconds);
    }

    public Adaptation(Task task, Clip clip, Datasets datasets, FeatureCache cache, Prompts prompts) {
        this.task = task;
        this.clip = clip;
        this.datasets = datasets;
        this.cache = cache;
        this.prompts = prompts;
    }

    /** Nothing is published if the listener throws. */
    public PromptCard perform(Listener listener) {
        Recipe recipe = task.recipe();
        DatasetManifest dataset = datasets.manifest(task.tenant(), recipe.dataset());
        long start = System.nanoTime();
        FewShots trainImages = FewShots.train(dataset, recipe.shots(), recipe.seed());
        FewShots testImages = FewShots.test(dataset);
        ImageFeatures features = new ImageFeatures(task, clip, datasets, cache, listener::checkStopped);
        TrainingImages train = features.training(trainImages);
        LabelledFeatures test = features.centreCrops(testImages);
        double encodeSeconds = secondsSince(start);

        TextEncoder.ClassPrompts classPrompts = clip.textEncoder().classPrompts(recipe.nCtx(), dataset.classNames());
        Random random = new Random(recipe.seed());
        float[] context = initialContext(random);
        float[][] untrained = classPrompts.weights(context);
        start = System.nanoTime();
        double loss = train(classPrompts, context, train, random, listener);
        double trainSeconds = secondsSince(start);

        start = System.nanoTime();
        float[][] learned = classPrompts.weights(context);
        float[][] handWritten = clip.textEncoder().templateWeights(dataset.classNames(), recipe.templates());
        PromptCard.Metrics metrics = new PromptCard.Metrics(new PromptCard.Score(test.accuracy(learned)),
                new PromptCard.HandWritten(test.accuracy(handWritten), recipe.templates()), new PromptCard.Score(test.accuracy(
                        untrained)),
                loss);
        PromptCard.Timings timings = new PromptCard.Timings(encodeSeconds, trainSeconds, secondsSince(start));
        listener.checkStopped();

        LearnedPrompt prompt = new LearnedPrompt(clip.fingerprint(), dataset.classNames(), rows(context), learned, clip
                .logitScale());
        PromptCard.Data data = new PromptCard.Data(dataset.dataset().value(), dataset.sha256(), dataset.classNames(), byClass(
                dataset, trainImages), byClass(dataset, testImages));
        return prompts.publish(task.tenant(), task.prompt(), prompt, version -> new PromptCard(task.prompt().value(), version,
                Instant.now(), task.run(), clip.fingerprint(), JSON.valueToTree(recipe), data, metrics,
                timings, clip.nearestTokens().of(context, NEAREST_WORDS), notes(train)));
    }

    private List<String> notes(TrainingImages train) {
        return List.of(train.note(), "Image features were computed in %s, all else in fp32.".formatted(clip.precision()));
    }

    /** N(0, 0.02²), or the embeddings of ctxInit (CoOp, section 4.1). */
    private float[] initialContext(Random random) {
        if (task.recipe().ctxInit() != null) {
            return clip.textEncoder().embeddings(task.recipe().ctxInit());
        }
        float[] context = new float[task.recipe().nCtx() * clip.textEncoder().width()];
        for (int i = 0; i < context.length; i++) {
            context[i] = (float) (CONTEXT_DEVIATION * random.nextGaussian());
        }
        return context;
    }

    private double train(TextEncoder.ClassPrompts classPrompts, float[] context, TrainingImages images, Random random,
            Listener listener) {
        long start = System.nanoTime();
        long[] lastEvent = {start};
        return Trainer.train(new PromptLearner(clip, classPrompts), context, images, LearningRateSchedule.official(task.recipe()
                .epochs()), random, progress -> {
                    listener.checkStopped();
                    if (progress.endOfEpoch() || System.nanoTime() - lastEvent[0] > EVENT_INTERVAL) {
                        lastEvent[0] = System.nanoTime();
                        double left = secondsSince(start) / progress.step() * (progress.steps() - progress.step());
                        listener.training(progress, left);
                    }
                });
    }

    private float[][] rows(float[] context) {
        int width = clip.textEncoder().width();
        float[][] rows = new float[context.length / width][width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(context, i * width, rows[i], 0, width);
        }
        return rows;
    }

    private static Map<String, List<String>> byClass(DatasetManifest dataset, FewShots images) {
        Map<String, List<String>> byClass = new TreeMap<>();
        for (int i = 0; i < images.labels().length; i++) {
            byClass.computeIfAbsent(dataset.classNames().get(images.labels()[i]), name -> new ArrayList<>()).add(images.hashes()
                    .get(i));
        }
        return byClass;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
