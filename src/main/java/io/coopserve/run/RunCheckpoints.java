package io.coopserve.run;

import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.coopserve.adapt.Adaptation;
import io.coopserve.learn.TrainingState;
import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;

/**
 * Where the trainings of a run are, in the storage: the next attempt goes on from there. Steps are counted over all seeds of a
 * run.
 */
final class RunCheckpoints implements Adaptation.Checkpoints {
    private static final Logger LOG = Logger.getLogger(RunCheckpoints.class);
    private static final String MODEL = "clip_fingerprint";
    private static final int NONE = 0;

    private final Runs runs;
    private final RunAttempt attempt;
    private final String model;
    private int kept = NONE;

    /** @param model fingerprint: another CLIP cannot go on */
    RunCheckpoints(Runs runs, RunAttempt attempt, String model) {
        this.runs = runs;
        this.attempt = attempt;
        this.model = model;
    }

    @Override
    public Optional<TrainingState> latest(int before, int steps) {
        return runs.checkpoint(attempt.tenant(), attempt.run(), before, before + steps).flatMap(this::read);
    }

    private Optional<TrainingState> read(byte[] file) {
        try {
            Safetensors checkpoint = Safetensors.read(file);
            return Optional.of(checkpoint).filter(ofModel -> model.equals(ofModel.metadata().get(MODEL)))
                    .map(TrainingState::of);
        } catch (InvalidTensorFileException e) {
            LOG.warnf("A checkpoint of run %s is damaged, so its training begins again: %s", attempt.run(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Without it a run goes on as well: only the next attempt would have more to do. */
    @Override
    public void keep(int before, TrainingState state) {
        int step = before + state.step();
        try {
            runs.checkpoint(attempt, step, state.toSafetensors(Map.of(MODEL, model)));
            if (kept > before) {
                runs.forgetCheckpoint(attempt, kept);
            }
            kept = step;
        } catch (StoreUnavailableException e) {
            LOG.warnf("Step %d of run %s could not be stored: %s", step, attempt.run(), e.getMessage());
        }
    }
}
