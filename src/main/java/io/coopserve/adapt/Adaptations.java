package io.coopserve.adapt;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.store.Runs;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Admits runs, performs a bounded number at a time and knows those of this process. What is wrong with a request is found
 * before it is admitted.
 */
@ApplicationScoped
public class Adaptations {
    private static final Logger LOG = Logger.getLogger(Adaptations.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC);

    /** Equal for the same run, so that a waiting one can be taken out of the queue. */
    private record Task(Adaptations adaptations, AdaptationRun adaptation) implements Runnable {
        @Override
        public void run() {
            adaptations.perform(adaptation);
        }
    }

    private record Target(TenantId tenant, Name prompt) {}

    private final FrozenClip model;
    private final Datasets datasets;
    private final Prompts prompts;
    private final Runs runs;
    private final MeterRegistry meters;
    private final int queue;
    private final ThreadPoolExecutor executor;
    private final Map<Target, AdaptationRun> busy = new ConcurrentHashMap<>();
    private final Map<String, AdaptationRun> live = new ConcurrentHashMap<>();
    private final Cache<String, AdaptationRun> ended = Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(REMEMBERED)
            .build();

    Adaptations(FrozenClip model, Datasets datasets, Prompts prompts, Runs runs, MeterRegistry meters,
            AdaptConfiguration configuration) {
        this.model = model;
        this.datasets = datasets;
        this.prompts = prompts;
        this.runs = runs;
        this.meters = meters;
        this.queue = configuration.queue();
        BlockingQueue<Runnable> waiting = queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue);
        this.executor = new ThreadPoolExecutor(configuration.concurrent(), configuration.concurrent(), 0, TimeUnit.SECONDS,
                waiting, work -> new Thread(work, "adaptation"));
    }

    /**
     * Admits a run.
     *
     * @throws InvalidRecipeException if it could not succeed
     * @throws PromptBusyException if the prompt is being taught
     * @throws AdaptationQueueFullException if too many runs wait
     */
    public AdaptationRun start(TenantId tenant, Name prompt, Recipe recipe) {
        Recipe resolved = resolve(tenant, recipe);
        Instant now = Instant.now();
        RunRequest request = new RunRequest(STARTED.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8), prompt,
                now,
                resolved);
        AdaptationRun run = new AdaptationRun(tenant, request);
        Target target = new Target(tenant, prompt);
        AdaptationRun other = busy.putIfAbsent(target, run);
        if (other != null) {
            throw new PromptBusyException(prompt, other.id());
        }
        live.put(run.id(), run);
        try {
            if (executor.getQueue().remainingCapacity() == 0 && executor.getActiveCount() == executor.getMaximumPoolSize()) {
                throw new AdaptationQueueFullException(queue);
            }
            runs.begin(tenant, run.id(), request);
            executor.execute(new Task(this, run));
        } catch (RuntimeException e) {
            forget(run);
            if (e instanceof RejectedExecutionException) {
                finish(run, RunEvent.failed(run.request(), "Too Many Requests", 429, "Too many runs were waiting."));
                throw new AdaptationQueueFullException(queue);
            }
            throw e;
        }
        return run;
    }

    /** Everything that would make the run fail is found here, before anything is written. */
    private Recipe resolve(TenantId tenant, Recipe recipe) {
        Clip clip = model.clip();
        DatasetManifest dataset = datasets.manifest(tenant, recipe.dataset());
        int smallest = dataset.classes().stream().mapToInt(images -> images.train().size()).min().orElseThrow();
        Optional<Integer> initTokens = Optional.ofNullable(recipe.ctxInit()).map(clip.textEncoder()::tokens);
        Recipe resolved = recipe.resolved(smallest, initTokens);
        clip.textEncoder().classPrompts(resolved.nCtx(), dataset.classNames());
        clip.textEncoder().checkTemplates(dataset.classNames(), resolved.templates());
        return resolved;
    }

    private void perform(AdaptationRun run) {
        long start = System.nanoTime();
        RunEvent end;
        try {
            run.checkStopped();
            run.emit(RunEvent.running(run.request()));
            end = RunEvent.succeeded(run.request(), new Adaptation(run, model.clip(), datasets, prompts).perform());
        } catch (AdaptationRun.Stopped e) {
            end = RunEvent.cancelled(run.request());
        } catch (NotFoundException e) {
            end = RunEvent.failed(run.request(), "Not Found", 404, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "Run %s of tenant %s failed", run.id(), run.tenant());
            end = RunEvent.failed(run.request(), "Internal Server Error", 500,
                    "The run failed; the log of the service says why.");
        }
        meters.timer("coop.adaptation", "outcome", end.state().name().toLowerCase(Locale.ROOT)).record(System.nanoTime()
                - start, TimeUnit.NANOSECONDS);
        finish(run, end);
    }

    private void finish(AdaptationRun run, RunEvent end) {
        try {
            runs.end(run.tenant(), run.id(), end);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The end of run %s could not be stored", run.id());
        }
        forget(run); // before the end is heard: who hears it may start the next one
        run.emit(end);
    }

    private void forget(AdaptationRun run) {
        ended.put(run.id(), run);
        live.remove(run.id());
        busy.remove(new Target(run.tenant(), run.request().prompt()), run);
    }

    /** A run of this process that has not ended or not long ago. */
    public Optional<AdaptationRun> find(TenantId tenant, String id) {
        AdaptationRun run = live.get(id);
        return Optional.ofNullable(run == null ? ended.getIfPresent(id) : run).filter(r -> r.tenant().equals(tenant));
    }

    /** Tells a run to stop: it does within one step, and publishes nothing. A run that has ended stays as it is. */
    public void cancel(AdaptationRun run) {
        run.stop();
        if (executor.remove(new Task(this, run))) {
            finish(run, RunEvent.cancelled(run.request()));
        }
    }

    /** Stops all runs of a tenant; when this returns they write nothing any more. */
    public void cancelAll(TenantId tenant) {
        List<AdaptationRun> stopped = live.values().stream().filter(run -> run.tenant().equals(tenant)).toList();
        stopped.forEach(this::cancel);
        stopped.forEach(run -> run.awaitEnd(PATIENCE));
    }

    /** All runs of a tenant, the newest first. */
    public List<RunView> list(TenantId tenant) {
        return runs.list(tenant).stream().sorted(Comparator.reverseOrder()).map(id -> view(tenant, id)).toList();
    }

    /** @throws NotFoundException if the tenant has no such run */
    public RunView view(TenantId tenant, String id) {
        RunRequest request = runs.request(tenant, id, RunRequest.class).orElseThrow(() -> new NotFoundException(
                "There is no run \"%s\".".formatted(id)));
        RunEvent last = find(tenant, id).map(AdaptationRun::last).or(() -> runs.end(tenant, id, RunEvent.class)).orElseGet(
                () -> RunEvent.failed(request, "Interrupted", 503, "The process that ran it is gone; start the run again."));
        return new RunView(last, request.created(), request.recipe());
    }

    @PreDestroy
    void shutDown() throws InterruptedException {
        live.values().forEach(AdaptationRun::stop);
        executor.shutdown();
        if (!executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("A run did not stop in time");
        }
    }
}
