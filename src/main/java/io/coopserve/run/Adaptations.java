package io.coopserve.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.adapt.RecipeResolver;
import io.coopserve.learn.Recipe;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Runs;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.Metrics;
import io.smallrye.common.annotation.Identifier;

/** Admits runs and knows those that are under way. What is wrong with a request is found before it is admitted. */
@ApplicationScoped
public class Adaptations {
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private final RecipeResolver resolver;
    private final Runs runs;
    private final RunExecutor executor;
    private final boolean background;
    private final int perTenant;
    private final Map<String, AdaptationRun> live = new ConcurrentHashMap<>();
    private final Cache<String, AdaptationRun> ended = Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(REMEMBERED)
            .build();

    Adaptations(RecipeResolver resolver, Runs runs, @Any Instance<RunExecutor> executors, AdaptConfiguration configuration,
            RunLimits limits) {
        this.resolver = resolver;
        this.runs = runs;
        this.executor = executors.select(Identifier.Literal.of(configuration.executor().identifier())).get();
        this.background = executor.outlivesProcess() || configuration.knativeService().isEmpty();
        this.perTenant = limits.perTenant();
    }

    /**
     * Admits a run that goes on whether or not anybody follows it.
     *
     * @throws BackgroundRunException if that cannot be promised here
     * @see #start
     */
    public AdaptationRun startInBackground(TenantId tenant, Name prompt, Recipe recipe, Optional<String> key) {
        if (!background) {
            throw new BackgroundRunException();
        }
        return start(tenant, prompt, recipe, key);
    }

    /**
     * Admits a run.
     *
     * @param key of the request: one that came before with the same key has begun the run that is returned, whatever became of it
     * @throws KeyReusedException if that was another request
     * @throws io.coopserve.learn.InvalidRecipeException if it could not succeed
     * @throws PromptBusyException if the prompt is being taught
     * @throws TooManyRunsException if too many runs are under way
     * @throws ExecutorUnavailableException if no run can be performed now
     */
    public AdaptationRun start(TenantId tenant, Name prompt, Recipe recipe, Optional<String> key) {
        String asked = KeyedRun.request(prompt, recipe);
        Optional<KeyedRun> before = key.flatMap(value -> runs.remembered(tenant, value, KeyedRun.class));
        before.filter(began -> !began.request().equals(asked)).ifPresent(began -> {
            throw new KeyReusedException(began.run());
        });
        Optional<AdaptationRun> known = before.flatMap(began -> known(tenant, began.run()));
        if (known.isPresent()) {
            return known.get();
        }
        RunRequest fresh = RunRequest.now(prompt, resolver.resolve(tenant, prompt, recipe));
        RunRequest request = before.map(began -> fresh.as(began.run())).orElse(fresh); // its process died before it was stored
        AdaptationRun run = new AdaptationRun(tenant, request, this::ended);
        admit(run);
        try {
            if (before.isEmpty() && key.isPresent() && !runs.remember(tenant, key.get(), new KeyedRun(run.id(), asked))) {
                live.remove(run.id());
                return start(tenant, prompt, recipe, key); // the same request was faster, over another connection
            }
            runs.begin(tenant, run.id(), request);
            executor.execute(run);
        } catch (RuntimeException e) {
            live.remove(run.id());
            throw e;
        }
        return run;
    }

    private synchronized void admit(AdaptationRun run) {
        List<AdaptationRun> ofTenant = live.values().stream().filter(other -> other.tenant().equals(run.tenant())).toList();
        ofTenant.stream().filter(other -> other.request().prompt().equals(run.request().prompt())).findFirst().ifPresent(
                other -> {
                    throw new PromptBusyException(run.request().prompt(), other.id());
                });
        if (ofTenant.size() >= perTenant) {
            throw TooManyRunsException.ofOneTenant(perTenant);
        }
        if (live.size() >= executor.capacity()) {
            throw TooManyRunsException.ofAll(executor.capacity());
        }
        live.put(run.id(), run);
    }

    private void ended(AdaptationRun run, RunEvent end) {
        ended.put(run.id(), run);
        live.remove(run.id());
        Metrics.timer("coop.adaptation", "outcome", end.state().name().toLowerCase(Locale.ROOT)).record(run.age());
    }

    /** A run that is under way, or ended here not long ago. */
    public Optional<AdaptationRun> find(TenantId tenant, String id) {
        AdaptationRun known = live.get(id);
        AdaptationRun run = known == null ? ended.getIfPresent(id) : known;
        if (run != null) {
            return Optional.of(run).filter(r -> r.tenant().equals(tenant));
        }
        return executor.outlivesProcess() ? follow(tenant, id) : Optional.empty();
    }

    /** A run that is stored, as it is or as it ended. */
    private Optional<AdaptationRun> known(TenantId tenant, String id) {
        return find(tenant, id).or(() -> runs.request(tenant, id, RunRequest.class).map(request -> {
            AdaptationRun past = new AdaptationRun(tenant, request, (run, end) -> {
            });
            past.emit(runs.end(tenant, id, RunEvent.class).orElseGet(() -> RunEvent.interrupted(request)));
            return past;
        }));
    }

    /** A run that another process started, or this one before it was started anew. */
    private Optional<AdaptationRun> follow(TenantId tenant, String id) {
        if (runs.end(tenant, id, RunEvent.class).isPresent()) {
            return Optional.empty();
        }
        return runs.request(tenant, id, RunRequest.class).map(request -> {
            AdaptationRun run = new AdaptationRun(tenant, request, this::ended);
            AdaptationRun other = live.putIfAbsent(id, run);
            if (other == null) {
                executor.follow(run);
            }
            return other == null ? run : other;
        });
    }

    /** Tells a run to stop: it does within one step, and publishes nothing. A run that has ended stays as it is. */
    public void cancel(AdaptationRun run) {
        executor.cancel(run);
    }

    /** Stops all runs of a tenant; when this returns they write nothing any more. */
    public void cancelAll(TenantId tenant) {
        List<AdaptationRun> stopped = runs.list(tenant).stream().flatMap(id -> find(tenant, id).stream()).toList();
        stopped.forEach(this::cancel);
        stopped.forEach(executor::awaitStopped);
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
                () -> RunEvent.interrupted(request));
        return new RunView(last, request.created(), request.recipe());
    }
}
