package io.coopserve.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.clip.FrozenClip;
import io.coopserve.run.AdaptationRun;
import io.coopserve.run.Replica;
import io.coopserve.run.RunEnds;
import io.coopserve.run.RunEvent;
import io.coopserve.run.RunJournal;
import io.coopserve.run.RunPerformer;
import io.coopserve.run.RunRequest;
import io.coopserve.run.RunState;
import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;
import io.coopserve.tenant.TenantId;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;

/** Performs one stored run in a process of its own. */
@Singleton
public final class RunProcess implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(RunProcess.class);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FrozenClip model;
    private final Runs runs;
    private final RunPerformer performer;
    private final RunEnds ends;
    private final Replica replica;
    private final ObjectMapper json;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile AdaptationRun run;
    private volatile boolean shuttingDown;

    RunProcess(FrozenClip model, Runs runs, RunPerformer performer, RunEnds ends, Replica replica, ObjectMapper json) {
        this.model = model;
        this.runs = runs;
        this.performer = performer;
        this.ends = ends;
        this.replica = replica;
        this.json = json;
    }

    @Override
    public int run(String... arguments) {
        String[] names = arguments[0].split("/", 2);
        TenantId tenant = new TenantId(names[0]);
        Optional<RunRequest> request = runs.request(tenant, names.length == 2 ? names[1] : "none", RunRequest.class);
        if (request.isEmpty()) {
            LOG.errorf("There is no run %s in the storage", arguments[0]);
            return 1;
        }
        RunEvent end = runs.end(tenant, request.get().run(), RunEvent.class).orElseGet(() -> perform(tenant, request.get()));
        print(end);
        return end.state() == RunState.FAILED ? 1 : 0;
    }

    private RunEvent perform(TenantId tenant, RunRequest request) {
        run = new AdaptationRun(tenant, request, (ended, end) -> {
        });
        try {
            model.await();
            run.listen(0, numbered -> print(numbered.event()));
            replica.show();
            RunAttempt attempt = runs.claim(tenant, request.run(), replica.name());
            RunEvent end = ends.outcome(run).orElseGet(() -> journalled(attempt));
            if (shuttingDown && end.state() == RunState.CANCELLED) {
                return RunEvent.interrupted(request); // not stored: another attempt may finish it
            }
            return ends.end(run, attempt, end).orElse(end);
        } finally {
            done.countDown();
        }
    }

    private RunEvent journalled(RunAttempt attempt) {
        RunJournal journal = new RunJournal(runs, attempt, run, replica);
        try {
            return performer.perform(run, attempt);
        } finally {
            journal.close(); // before the end is stored: who reads that finds all events
        }
    }

    private void print(RunEvent event) {
        try {
            System.out.println(json.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the run before what it uses, the model above all, is taken away. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        shuttingDown = true;
        if (run != null) {
            run.stop();
            if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The run did not stop in time");
            }
        }
    }
}
