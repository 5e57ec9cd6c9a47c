package io.coopserve.run;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.coopserve.adapt.Adaptation;
import io.coopserve.adapt.DeadlineExceededException;
import io.coopserve.adapt.FeatureCache;
import io.coopserve.adapt.ImageFeatures;
import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.learn.DivergedException;
import io.coopserve.learn.Training;
import io.coopserve.learn.TrainingConfiguration;
import io.coopserve.store.DatasetChangedException;
import io.coopserve.store.Datasets;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;
import io.coopserve.store.SealedRunException;
import io.coopserve.store.StoreUnavailableException;

/** Performs runs in this process. */
@ApplicationScoped
public class RunPerformer {
    private static final Logger LOG = Logger.getLogger(RunPerformer.class);

    private final Training training;
    private final FrozenClip model;
    private final Datasets datasets;
    private final FeatureCache cache;
    private final Prompts prompts;
    private final Runs runs;

    RunPerformer(FrozenClip model, Datasets datasets, FeatureCache cache, Prompts prompts, Runs runs,
            TrainingConfiguration configuration) {
        this.model = model;
        this.datasets = datasets;
        this.cache = cache;
        this.prompts = prompts;
        this.runs = runs;
        this.training = Training.of(configuration);
    }

    /**
     * Performs a run on this thread; a training goes on where an earlier attempt kept it.
     *
     * @return its last event, which nobody has heard yet
     * @throws StoreUnavailableException if the storage fails: another attempt may succeed
     */
    public RunEvent perform(AdaptationRun run, RunAttempt attempt) {
        try {
            run.checkStopped();
            run.emit(RunEvent.running(run.request()));
            Adaptation.Task task = run.task();
            Clip clip = model.clip();
            ImageFeatures features = new ImageFeatures(task.tenant(), task.recipe().dataset(), clip, datasets, cache,
                    run::checkStopped);
            return RunEvent.succeeded(run.request(), new Adaptation(task, training, clip, features, prompts,
                    new RunCheckpoints(runs, attempt, clip.fingerprint()), run).perform());
        } catch (SealedRunException e) {
            return prompts.sealed(run.task().learned(), RunEvent.class).orElseGet(() -> RunEvent.cancelled(run.request()));
        } catch (AdaptationRun.Stopped e) {
            return RunEvent.cancelled(run.request());
        } catch (DeadlineExceededException e) {
            return RunEvent.failed(run.request(), new RunEvent.Failure("Deadline Exceeded", 504, e.getMessage()));
        } catch (DivergedException e) {
            return RunEvent.failed(run.request(), new RunEvent.Failure("Training Diverged", 500, e.getMessage()));
        } catch (NotFoundException e) {
            return RunEvent.failed(run.request(), new RunEvent.Failure("Not Found", 404, e.getMessage()));
        } catch (DatasetChangedException e) {
            return RunEvent.failed(run.request(), new RunEvent.Failure("Conflict", 409, e.getMessage()));
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "Run %s of tenant %s failed", run.id(), run.tenant());
            return failed(run);
        }
    }

    /** Of what the log tells more. */
    static RunEvent failed(AdaptationRun run) {
        return RunEvent.failed(run.request(), new RunEvent.Failure("Internal Server Error", 500,
                "The run failed; the log of the service says why."));
    }
}
