package io.coopserve.adapt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.coopserve.clip.Clip;
import io.coopserve.learn.DivergedException;
import io.coopserve.learn.Learned;
import io.coopserve.learn.Lesson;
import io.coopserve.learn.Method;
import io.coopserve.learn.Recipe;
import io.coopserve.learn.Start;
import io.coopserve.learn.Trainer;
import io.coopserve.learn.Training;
import io.coopserve.learn.TrainingImages;
import io.coopserve.learn.TrainingProgress;
import io.coopserve.learn.TrainingState;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.PromptCard;
import io.coopserve.report.Spread;
import io.coopserve.store.DatasetChangedException;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.store.Publication;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.coopserve.torch.NativeMemory;

/** The work of one run, from images to a published version. */
public final class Adaptation {
    private static final int NEAREST_WORDS = 5;
    private static final long EVENT_INTERVAL = 1_000_000_000L;

    private final Task task;
    private final Training training;
    private final Clip clip;
    private final ImageFeatures features;
    private final Prompts prompts;
    private final Checkpoints checkpoints;
    private final Listener listener;
    private final long begun = System.nanoTime();
    private long lastEvent = begun;
    private long lastKept = begun;

    /**
     * What is to be learned, and for whom.
     *
     * @param run names the run in the card
     * @param recipe with everything filled in
     * @param dataSha256 of the content of the data set that it was filled in for
     */
    public record Task(TenantId tenant, Name prompt, String run, Recipe recipe, String dataSha256) {
        /** What comes out in the end. */
        public Publication learned() {
            return new Publication(tenant, prompt, run, Publication.LEARNED);
        }

        /** What comes out before the training; see {@link Recipe#meanwhile}. */
        public Publication meanwhile() {
            return new Publication(tenant, prompt, run, Publication.MEANWHILE);
        }
    }

    /** Hears of the work and may end it; called on its thread. */
    public interface Listener {
        /** Called before every piece of work, each training step among them; what it throws ends the work. */
        void checkStopped();

        /**
         * @param done images, or views of them, encoded so far
         * @param all images to encode, of training and test
         */
        void encoding(int done, int all);

        /**
         * @param seed that is trained with
         * @param imagesPerSecond training images that pass a step, by the recent pace
         * @param etaSeconds until the end of training, with all seeds, by the recent pace
         */
        void training(long seed, TrainingProgress progress, double imagesPerSecond, double etaSeconds);

        /** A version is there before the training; see {@link Recipe#meanwhile}. */
        void published(PromptCard card);
    }

    /** Where trainings are, kept for whoever has to go on. Steps are counted over all seeds of a run. */
    public interface Checkpoints {
        /**
         * The latest state of a training.
         *
         * @param before steps of the trainings before it
         * @param steps of this one
         */
        Optional<TrainingState> latest(int before, int steps);

        /** Replaces what was kept of the same training. */
        void keep(int before, TrainingState state);
    }

    /** What came of one training. */
    private record Trial(Learned learned, Optional<TrainingState> from, Examination.Result result, double trainSeconds,
            double evaluateSeconds) {}

    public Adaptation(Task task, Training training, Clip clip, ImageFeatures features, Prompts prompts,
            Checkpoints checkpoints, Listener listener) {
        this.task = task;
        this.training = training;
        this.clip = clip;
        this.features = features;
        this.prompts = prompts;
        this.checkpoints = checkpoints;
        this.listener = listener;
    }

    /**
     * Nothing is published if this throws. Requests that are served meanwhile wait for no more than a step.
     *
     * @throws DatasetChangedException if the data set is not the one that the recipe was filled in for, or an image was changed
     * @throws NotFoundException if it is gone
     * @throws DeadlineExceededException if the deadline comes before the last step
     * @throws DivergedException if what is learned is not finite
     * @throws io.coopserve.store.SealedRunException if the run has ended, by the word of another process
     */
    public PromptCard perform() {
        try {
            return clip.torch().yielding(this::learn);
        } finally {
            NativeMemory.trim(); // what steps worked with is free, and the C library keeps it
        }
    }

    private PromptCard learn() {
        Recipe recipe = task.recipe();
        Optional<PromptCard> done = prompts.published(task.learned()); // by an attempt that could not tell any more
        if (done.isPresent()) {
            return done.get();
        }
        RunImages images = RunImages.encode(features, features.manifest(task.dataSha256()), recipe, this::encoded);
        recipe.beforeTraining()
                .ifPresent(first -> listener.published(prompts.published(task.meanwhile()).orElseGet(() -> publish(task
                        .meanwhile(), first, images, List.of(trial(first, images, images.first()))))));
        return publish(task.learned(), recipe, images, images.bySeed().stream().map(shots -> trial(shots.recipe(), images,
                shots)).toList());
    }

    private Trial trial(Recipe recipe, RunImages images, RunImages.Shots shots) {
        List<String> classNames = images.dataset().classNames();
        Start start = new Start(clip, recipe, EarlierVersion.of(recipe, task.tenant(), task.prompt(), prompts, clip),
                classNames,
                training);
        long begin = System.nanoTime();
        int steps = recipe.steps(shots.train().size());
        int before = (int) (recipe.seed() - task.recipe().seed()) * steps;
        Optional<TrainingState> from = checkpoints.latest(before, steps);
        Learned learned = Method.of(recipe.method()).learn(Lesson.of(start, shots.train(), from, observer(recipe, shots.train()
                .size(), before)));
        double trainSeconds = secondsSince(begin);
        begin = System.nanoTime();
        Examination.Result result = new Examination(clip, classNames, images.test()).of(
                clip.classifier(learned.prompt(), training
                        .activations()),
                recipe.templates(), Examination.Baselines.of(start, shots.centreCrops(), listener::checkStopped),
                learned.loss());
        return new Trial(learned, from, result, trainSeconds, secondsSince(begin));
    }

    private PromptCard publish(Publication publication, Recipe recipe, RunImages images, List<Trial> trials) {
        List<String> classNames = images.dataset().classNames();
        RunImages.Shots shots = images.first();
        Trial trial = trials.get(0);
        PromptCard.Metrics metrics = trials.size() == 1
                ? trial.result.metrics()
                : trial.result.metrics().with(seeds(images, trials));
        PromptCard.Timings timings = new PromptCard.Timings(images.seconds(), trials.stream().mapToDouble(Trial::trainSeconds)
                .sum(), trials.stream().mapToDouble(Trial::evaluateSeconds).sum());
        PromptCard.Data data = new PromptCard.Data(images.dataset().dataset().value(), images.dataset().sha256(), classNames,
                shots.files().byClass(classNames), images.testFiles().byClass(classNames));
        List<String> notes = notes(shots.train(), trial);
        listener.checkStopped();
        return prompts.publish(publication, trial.learned.prompt(), version -> new PromptCard(task.prompt()
                .value(), version, Instant.now(), task.run(), clip.fingerprint(), recipe.json(), data, metrics,
                trial.result.report(), timings, nearestWords(clip, LearnedContext.of(trial.learned.prompt())), notes));
    }

    private static PromptCard.Seeds seeds(RunImages images, List<Trial> trials) {
        List<PromptCard.Metrics> metrics = trials.stream().map(trial -> trial.result.metrics()).toList();
        return new PromptCard.Seeds(images.bySeed().stream().map(shots -> shots.recipe().seed()).toList(), metrics.stream().map(
                one -> one.learned().accuracy()).toList(), spread(metrics, one -> one.learned().accuracy()),
                spread(metrics, one -> one.gain().gain()), spread(metrics, one -> one.linearProbe().accuracy()));
    }

    private static Spread spread(List<PromptCard.Metrics> metrics, ToDoubleFunction<PromptCard.Metrics> figure) {
        return Spread.of(metrics.stream().mapToDouble(figure).toArray());
    }

    public static List<Map<String, Float>> nearestWords(Clip clip, Optional<LearnedContext> context) {
        return context.map(learned -> clip.nearestTokens().of(learned.vectors(), NEAREST_WORDS)).orElse(List.of());
    }

    private List<String> notes(TrainingImages images, Trial trial) {
        List<String> notes = new ArrayList<>(List.of(images.note(),
                "Products of the image tower were in %s, those of training steps in %s, all else in fp32.".formatted(clip
                        .precision(), clip.torch().trainingPrecision(training.precision()))));
        notes.addAll(trial.learned.notes());
        trial.from.ifPresent(state -> notes.add("The run was interrupted and went on behind step %d.".formatted(state.step())));
        changedMeanwhile().ifPresent(notes::add);
        return notes;
    }

    /** What was learned is true of the images that it was learned from; but who asked may look at others now. */
    private Optional<String> changedMeanwhile() {
        try {
            features.manifest(task.dataSha256());
            return Optional.empty();
        } catch (DatasetChangedException | NotFoundException e) {
            return Optional.of("The data set was replaced or deleted while this was learned: its images were those of %s."
                    .formatted(task.dataSha256()));
        }
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

    /** Stops the training where it has to, keeps and tells where it is. */
    private Trainer.Listener observer(Recipe recipe, int images, int before) {
        Pace pace = new Pace(System.nanoTime());
        long later = task.recipe().seed() + task.recipe().seeds() - 1 - recipe.seed(); // trainings with other seeds
        return (progress, state) -> {
            boolean last = progress.step() == progress.steps();
            if (isCheckpointDue() || last && task.recipe().seeds() > 1) {
                lastKept = System.nanoTime();
                checkpoints.keep(before, state.get());
            }
            try {
                listener.checkStopped();
                if (isLate() && !last) {
                    throw DeadlineExceededException.at(progress, training.deadline());
                }
            } catch (RuntimeException e) {
                checkpoints.keep(before, state.get()); // another attempt may go on, as after an eviction
                throw e;
            }
            pace.step(System.nanoTime());
            if (isEventDue() || progress.endOfEpoch()) {
                lastEvent = System.nanoTime();
                listener.training(recipe.seed(), progress, Math.min(recipe.batchSize(), images) / pace.secondsPerStep(), pace
                        .secondsPerStep() * (progress.steps() * (1 + later) - progress.step()));
            }
        };
    }

    private boolean isCheckpointDue() {
        return System.nanoTime() - lastKept > training.checkpoint().toNanos();
    }

    private boolean isEventDue() {
        return System.nanoTime() - lastEvent > EVENT_INTERVAL;
    }

    private boolean isLate() {
        return 1000 * secondsSince(begun) >= training.deadline().toMillis();
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
