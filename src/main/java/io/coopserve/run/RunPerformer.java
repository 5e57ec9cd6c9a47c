package io.coopserve.run;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.coopserve.adapt.Adaptation;
import io.coopserve.adapt.FeatureCache;
import io.coopserve.clip.FrozenClip;
import io.coopserve.store.Datasets;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.store.StoreUnavailableException;

/** Performs runs in this process. */
@ApplicationScoped
public class RunPerformer {
    private static final Logger LOG = Logger.getLogger(RunPerformer.class);

    private final FrozenClip model;
    private final Datasets datasets;
    private final FeatureCache cache;
    private final Prompts prompts;

    RunPerformer(FrozenClip model, Datasets datasets, FeatureCache cache, Prompts prompts) {
        this.model = model;
        this.datasets = datasets;
        this.cache = cache;
        this.prompts = prompts;
    }

    /**
     * Performs a run on this thread.
     *
     * @return its last event, which nobody has heard yet
     * @throws StoreUnavailableException if the storage fails: another attempt may succeed
     */
    public RunEvent perform(AdaptationRun run) {
        try {
            run.checkStopped();
            run.emit(RunEvent.running(run.request()));
            Adaptation.Task task = new Adaptation.Task(run.tenant(), run.request().prompt(), run.id(), run.request().recipe());
            Adaptation adaptation = new Adaptation(task, model.clip(), datasets, cache, prompts);
            return RunEvent.succeeded(run.request(), adaptation.perform(run));
        } catch (AdaptationRun.Stopped e) {
            return RunEvent.cancelled(run.request());
        } catch (NotFoundException e) {
            return RunEvent.failed(run.request(), new RunEvent.Failure("Not Found", 404, e.getMessage()));
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "Run %s of tenant %s failed", run.id(), run.tenant());
            return RunEvent.failed(run.request(), new RunEvent.Failure("Internal Server Error", 500,
                    "The run failed; the log of the service says why."));
        }
    }
}
