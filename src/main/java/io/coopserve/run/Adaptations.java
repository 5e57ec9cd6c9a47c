package io.coopserve.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.adapt.RecipeResolver;
import io.coopserve.learn.Recipe;
import io.coopserve.store.IdempotencyKeys;
import io.coopserve.store.KeyReusedException;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.OpenRun;
import io.coopserve.store.OpenRuns;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.Metrics;
import io.smallrye.common.annotation.Identifier;

/**
 * Admits runs and knows those that are under way, here or elsewhere. What is wrong with a request is found before it is admitted;
 * what is admitted ends, whatever becomes of this process.
 */
@ApplicationScoped
public class Adaptations {
    private static final Duration REMEMBERED = Duration.ofMinutes(30);
    private static final int ENTRANCES = 4;
    private static final int MOST_COLLISION_MILLIS = 150;

    private final RecipeResolver resolver;
    private final Runs runs;
    private final IdempotencyKeys keys;
    private final OpenRuns open;
    private final RunExecutor executor;
    private final Attendance attendance;
    private final boolean background;
    private final int perTenant;
    private final Set<AdaptationRun> entering = ConcurrentHashMap.newKeySet();
    private final Set<String> own = ConcurrentHashMap.newKeySet(); // of those that are live
    private final Map<String, AdaptationRun> live = new ConcurrentHashMap<>();
    private final Cache<String, AdaptationRun> ended = Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(REMEMBERED)
            .build();

    Adaptations(RecipeResolver resolver, Runs runs, IdempotencyKeys keys, OpenRuns open, Attendance attendance,
            @Any Instance<RunExecutor> executors, AdaptConfiguration configuration, RunLimits limits) {
        this.resolver = resolver;
        this.runs = runs;
        this.keys = keys;
        this.open = open;
        this.attendance = attendance;
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

    /** Admits a run that is cancelled when its followers have gone, and none comes in time. @see #start */
    public AdaptationRun startFollowed(TenantId tenant, Name prompt, Recipe recipe, Optional<String> key) {
        AdaptationRun run = start(tenant, prompt, recipe, key);
        attendance.require(run, () -> executor.cancel(run));
        return run;
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
    private AdaptationRun start(TenantId tenant, Name prompt, Recipe recipe, Optional<String> key) {
        String asked = KeyedRun.request(prompt, recipe);
        Optional<KeyedRun> before = key.flatMap(value -> keys.remembered(tenant, value, KeyedRun.class));
        before.filter(began -> !began.request().equals(asked)).ifPresent(began -> {
            throw new KeyReusedException("another prompt or recipe, which began run %s,".formatted(began.run()));
        });
        Optional<AdaptationRun> known = before.flatMap(began -> known(tenant, began.run()));
        if (known.isPresent()) {
            return known.get();
        }
        RunRequest fresh = RunRequest.now(prompt, resolver.resolve(tenant, prompt, recipe));
        RunRequest request = before.map(began -> fresh.as(began.run())).orElse(fresh); // its process died before it was accepted
        AdaptationRun run = new AdaptationRun(tenant, request, this::ended);
        admit(run);
        try {
            checkRoom(run);
            if (before.isEmpty() && key.isPresent() && !keys.remember(tenant, key.get(), new KeyedRun(run.id(), asked))) {
                entering.remove(run);
                return start(tenant, prompt, recipe, key); // the same request was faster, over another connection
            }
            enter(run);
            live.put(run.id(), run);
            own.add(run.id());
            executor.execute(run);
        } catch (RuntimeException e) {
            live.remove(run.id());
            own.remove(run.id());
            throw e;
        } finally {
            entering.remove(run);
        }
        return run;
    }

    /** As far as this process knows, which is what it can tell for sure. */
    private synchronized void admit(AdaptationRun run) {
        Stream<AdaptationRun> held = live.values().stream().filter(other -> executor.holds(other.id()));
        List<AdaptationRun> ofTenant = Stream.concat(entering.stream(), held).distinct().filter(other -> other.tenant().equals(
                run.tenant())).toList();
        ofTenant.stream().filter(other -> other.request().prompt().equals(run.request().prompt())).findFirst().ifPresent(
                other -> {
                    throw new PromptBusyException(run.request().prompt(), other.id());
                });
        if (ofTenant.size() >= perTenant) {
            throw TooManyRunsException.ofOneTenant(perTenant);
        }
        if (!executor.hasRoom()) {
            throw TooManyRunsException.ofAll(executor.capacity());
        }
        entering.add(run);
    }

    /** By the storage, where runs of other replicas are too. */
    private void checkRoom(AdaptationRun run) {
        List<OpenRun> others = others(run);
        others.stream().filter(other -> other.prompt().equals(run.request().prompt())).findFirst().ifPresent(other -> {
            throw new PromptBusyException(other.prompt(), other.run());
        });
        if (others.size() >= perTenant) {
            throw TooManyRunsException.ofOneTenant(perTenant);
        }
    }

    private List<OpenRun> others(AdaptationRun run) {
        return open.of(run.tenant()).stream().filter(other -> !other.run().equals(run.id())).filter(other -> runs.end(other
                .tenant(), other.run(), RunEvent.class).isEmpty()).toList();
    }

    /**
     * Makes it one of those that are open. Who then sees another one for the same prompt withdraws: of two that come at the same
     * moment to two replicas none may be the first, so they try again at different moments.
     */
    private void enter(AdaptationRun run) {
        for (int entrance = 1;; entrance++) {
            runs.begin(run.tenant(), run.id(), run.request());
            open.add(run.open());
            try {
                checkRoom(run);
                return;
            } catch (PromptBusyException | TooManyRunsException | StoreUnavailableException e) {
                open.remove(run.open());
                runs.withdraw(run.tenant(), run.id());
                if (entrance == ENTRANCES || e instanceof StoreUnavailableException) {
                    throw e;
                }
            }
            Pause.millis(ThreadLocalRandom.current().nextInt(MOST_COLLISION_MILLIS));
        }
    }

    private void ended(AdaptationRun run, RunEvent end) {
        ended.put(run.id(), run);
        live.remove(run.id());
        if (own.remove(run.id())) { // others count theirs
            Metrics.timer("coop.adaptation", "outcome", end.state().name().toLowerCase(Locale.ROOT)).record(run.age());
        }
    }

    /** A run that is under way somewhere, or ended here not long ago. */
    public Optional<AdaptationRun> find(TenantId tenant, String id) {
        AdaptationRun known = live.get(id);
        AdaptationRun run = known == null ? ended.getIfPresent(id) : known;
        if (run != null) {
            return Optional.of(run).filter(r -> r.tenant().equals(tenant));
        }
        return runs.request(tenant, id, RunRequest.class).filter(request -> isOpen(tenant, request)).map(request -> {
            AdaptationRun elsewhere = adopt(tenant, request);
            executor.follow(elsewhere);
            return elsewhere;
        });
    }

    private AdaptationRun adopt(TenantId tenant, RunRequest request) {
        return live.computeIfAbsent(request.run(), id -> new AdaptationRun(tenant, request, this::ended));
    }

    private boolean isOpen(TenantId tenant, RunRequest request) {
        return open.contains(new OpenRun(tenant, request.prompt(), request.run())) && runs.end(tenant, request.run(),
                RunEvent.class).isEmpty();
    }

    /** A run that is stored and was accepted, as it is or as it ended. */
    private Optional<AdaptationRun> known(TenantId tenant, String id) {
        return find(tenant, id).or(() -> runs.request(tenant, id, RunRequest.class).flatMap(request -> runs.end(tenant, id,
                RunEvent.class).map(end -> {
                    AdaptationRun past = new AdaptationRun(tenant, request, (run, last) -> {
                    });
                    past.emit(end);
                    return past;
                })));
    }

    /** Whether this process performs a run, or has it wait. */
    boolean isHeld(OpenRun run) {
        return executor.holds(run.run());
    }

    /** Goes on with a run that was left by whoever performed it. */
    void takeOver(OpenRun left) {
        Optional<RunRequest> request = runs.request(left.tenant(), left.run(), RunRequest.class);
        if (request.isEmpty()) {
            open.remove(left); // withdrawn, or deleted with its tenant
            return;
        }
        boolean followed = live.containsKey(left.run());
        AdaptationRun run = adopt(left.tenant(), request.get());
        own.add(left.run());
        if (!executor.takeOver(run)) {
            own.remove(left.run());
            if (!followed) {
                live.remove(left.run());
            }
        }
    }

    /** Follows a run for somebody outside. @see AdaptationRun#attend */
    public Runnable attend(AdaptationRun run, long after, Consumer<AdaptationRun.Numbered> consumer) {
        return attendance.attend(run, executor.holds(run.id()), after, consumer);
    }

    /** Tells a run to stop: it does within one step, and publishes nothing. A run that has ended stays as it is. */
    public void cancel(AdaptationRun run) {
        executor.cancel(run);
    }

    /** Stops all runs of a tenant; when this returns they write nothing any more. */
    public void cancelAll(TenantId tenant) {
        List<AdaptationRun> stopped = open.of(tenant).stream().flatMap(run -> find(tenant, run.run()).stream()).toList();
        stopped.forEach(this::cancel);
        stopped.forEach(executor::awaitStopped);
    }

    /** All runs of a tenant, the newest first. */
    public List<RunView> list(TenantId tenant) {
        return runs.list(tenant).stream().sorted(Comparator.reverseOrder()).flatMap(id -> runs.request(tenant, id,
                RunRequest.class).stream()).map(request -> view(tenant, request)).toList();
    }

    /** @throws NotFoundException if the tenant has no such run */
    public RunView view(TenantId tenant, String id) {
        return view(tenant, runs.request(tenant, id, RunRequest.class).orElseThrow(() -> new NotFoundException(
                "There is no run \"%s\".".formatted(id))));
    }

    private RunView view(TenantId tenant, RunRequest request) {
        AdaptationRun here = live.get(request.run());
        RunEvent last = here != null && executor.holds(request.run()) ? here.last() : stored(tenant, request);
        return new RunView(last, request.created(), request.recipe());
    }

    private RunEvent stored(TenantId tenant, RunRequest request) {
        return runs.end(tenant, request.run(), RunEvent.class).orElseGet(() -> isOpen(tenant, request)
                ? underWay(tenant, request)
                : runs.end(tenant, request.run(), RunEvent.class).orElseGet(() -> RunEvent.interrupted(request)));
    }

    private RunEvent underWay(TenantId tenant, RunRequest request) {
        return runs.attempt(tenant, request.run()).flatMap(attempt -> runs.lastEvent(attempt, RunEvent.class)).filter(
                event -> !event.isLast()).orElseGet(() -> RunEvent.queued(request));
    }
}
