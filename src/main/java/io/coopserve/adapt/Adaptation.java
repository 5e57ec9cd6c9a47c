package io.coopserve.adapt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.clip.Clip;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.PromptCard;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Prompts;
import io.coopserve.store.RunCheckpoint;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.coopserve.torch.NativeMemory;

/** The work of one run, from images to a published version. */
public final class Adaptation {
    private static final int NEAREST_WORDS = 5;
    private static final long EVENT_INTERVAL = 1_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Task task;
    private final Training training;
    private final Clip clip;
    private final ImageFeatures features;
    private final Prompts prompts;
    private final Listener listener;
    private final long begun = System.nanoTime();
    private long lastEvent = begun;

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

        /** Called just before a version is published; what it throws ends the work. */
        void checkPublishable();

        /**
         * @param done images, or views of them, encoded so far
         * @param all images to encode, of training and test
         */
        void encoding(int done, int all);

        /**
         * @param imagesPerSecond training images that pass a step, by the recent pace
         * @param etaSeconds until the end of training, by the recent pace
         */
        void training(TrainingProgress progress, double imagesPerSecond, double etaSeconds);

        /** A version is there before the training; see {@link Recipe#meanwhile}. */
        void published(PromptCard card);
    }

    public Adaptation(Task task, Training training, Clip clip, ImageFeatures features, Prompts prompts, Listener listener) {
        this.task = task;
        this.training = training;
        this.clip = clip;
        this.features = features;
        this.prompts = prompts;
        this.listener = listener;
    }

    /**
     * Nothing is published if this throws. Requests that are served meanwhile wait for no more than a step.
     *
     * @throws DeadlineExceededException if the deadline comes before the last step
     * @throws DivergedException if what is learned is not finite
     */
    public PromptCard perform() {
        try {
            return clip.torch().yielding(this::learn);
        } finally {
            NativeMemory.trim(); // what steps worked with is free, and the C library keeps it
        }
    }

    /** The images of the run, encoded. */
    private record Images(DatasetManifest dataset, FewShots trainFiles, FewShots testFiles, TrainingImages train,
            LabelledFeatures test, double seconds) {}

    private PromptCard learn() {
        Recipe recipe = task.recipe();
        Images images = encoded();
        recipe.beforeTraining().ifPresent(first -> listener.published(learn(first, images)));
        return learn(recipe, images);
    }

    private Images encoded() {
        Recipe recipe = task.recipe();
        DatasetManifest dataset = features.dataset();
        long start = System.nanoTime();
        FewShots train = FewShots.train(dataset, recipe.shots(), recipe.seed());
        FewShots test = FewShots.test(dataset);
        int before = train.labels().length * Augmentation.of(recipe.augmentation()).views();
        int all = before + test.labels().length;
        return new Images(dataset, train, test, features.training(train, done -> encoded(done, all)), features.centreCrops(test,
                done -> encoded(before + done, all)), secondsSince(start));
    }

    private PromptCard learn(Recipe recipe, Images images) {
        List<String> classNames = images.dataset.classNames();
        long start = System.nanoTime();
        Random random = new Random(recipe.seed());
        Learned learned = Method.of(recipe.method())
                .learn(new Lesson(clip, recipe, Start.of(recipe, task.tenant(), task.prompt(),
                        prompts, clip), classNames, images.train,
                        clip.textEncoder().templateWeights(classNames, recipe.templates()),
                        training, random, (learner, parameters) -> train(learner, parameters, images.train, random)));
        double trainSeconds = secondsSince(start);

        start = System.nanoTime();
        Examination.Result result = new Examination(clip, classNames, images.test).of(clip.classifier(learned.prompt(), training
                .activations()), recipe.templates(), learned.untrained(), learned.loss());
        PromptCard.Timings timings = new PromptCard.Timings(images.seconds, trainSeconds, secondsSince(start));
        listener.checkPublishable();

        PromptCard.Data data = new PromptCard.Data(images.dataset.dataset().value(), images.dataset.sha256(), classNames,
                byClass(
                        images.dataset, images.trainFiles),
                byClass(images.dataset, images.testFiles));
        return prompts.publish(task.tenant(), task.prompt(), learned.prompt(), version -> new PromptCard(task.prompt().value(),
                version, Instant.now(), task.run(), clip.fingerprint(), JSON.valueToTree(recipe), data, result.metrics(), result
                        .report(),
                timings, nearestWords(clip, learned.context()),
                notes(images.train, learned)));
    }

    static List<Map<String, Float>> nearestWords(Clip clip, Optional<LearnedContext> context) {
        return context.map(learned -> clip.nearestTokens().of(learned.vectors(), NEAREST_WORDS)).orElse(List.of());
    }

    private List<String> notes(TrainingImages images, Learned learned) {
        List<String> notes = new ArrayList<>(List.of(images.note(),
                "Products of the image tower were in %s, those of training steps in %s, all else in fp32.".formatted(clip
                        .precision(), clip.torch().trainingPrecision(training.precision()))));
        notes.addAll(learned.notes());
        return notes;
    }

    private void encoded(int done, int all) {
        if (isLate()) {
            throw DeadlineExceededException.beforeTraining(training.deadline());
        }
        if (isEventDue()) {
            lastEvent = System.nanoTime();
            listener.encoding(done, all);
        }
    }

    private double train(Learner learner, float[] parameters, TrainingImages images, Random random) {
        Plan plan = task.recipe().plan(task.recipe().shots());
        Pace pace = new Pace(System.nanoTime());
        return Trainer.train(learner, parameters, images, plan, random, (progress, optimiser) -> {
            listener.checkStopped();
            if (isLate() && progress.step() < progress.steps()) {
                throw DeadlineExceededException.at(progress, training.deadline(), checkpoint(progress, parameters, optimiser));
            }
            pace.step(System.nanoTime());
            if (isEventDue() || progress.endOfEpoch()) {
                tell(progress, pace, Math.min(plan.batch(), images.size()));
            }
        });
    }

    private void tell(TrainingProgress progress, Pace pace, int batch) {
        lastEvent = System.nanoTime();
        listener.training(progress, batch / pace.secondsPerStep(), pace.secondsPerStep() * (progress.steps() - progress
                .step()));
    }

    private boolean isEventDue() {
        return System.nanoTime() - lastEvent > EVENT_INTERVAL;
    }

    private RunCheckpoint checkpoint(TrainingProgress progress, float[] parameters, Optimiser optimiser) {
        return new RunCheckpoint(progress.step(), progress.epoch(), task.recipe().seed(), parameters, optimiser.state());
    }

    private boolean isLate() {
        return 1000 * secondsSince(begun) >= training.deadline().toMillis();
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
