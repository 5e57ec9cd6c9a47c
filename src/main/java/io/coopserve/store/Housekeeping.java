package io.coopserve.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * Deletes what has expired and what belongs to nothing, tenant by tenant. What is not called as our objects are is somebody
 * else's: it is left alone, and reported.
 */
@ApplicationScoped
public class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final int SHOWN = 5;

    private final ObjectStore store;
    private final OpenRuns open;
    private final Prompts prompts;
    private final Pointers pointers;
    private final RetentionConfiguration retention;
    private volatile List<String> foreign = List.of();

    Housekeeping(ObjectStore store, OpenRuns open, Prompts prompts, Pointers pointers, RetentionConfiguration retention) {
        this.store = store;
        this.open = open;
        this.prompts = prompts;
        this.pointers = pointers;
        this.retention = retention;
    }

    /** Objects of somebody else, as of the last time. */
    public int foreignObjects() {
        return foreign.size();
    }

    /** @throws StoreUnavailableException if the storage fails; what is not deleted now is the next time */
    public void clean() {
        Instant old = Instant.now().minus(retention.grace());
        store.sweep(retention.grace());
        store.delete(Inventory.of(store, ObjectKey.replicas()).before(old).keys());
        store.delete(Inventory.of(store, ObjectKey.conformance()).before(old).keys());
        List<String> found = new ArrayList<>(
                store.list(ObjectKey.root()).stream().filter(name -> !Layout.isRoot(name)).toList());
        for (String name : store.list(ObjectKey.tenants())) {
            if (Name.isValid(name)) {
                found.addAll(clean(new TenantId(name), old));
            } else {
                found.add("tenants/" + name);
            }
        }
        report(found);
    }

    /** @return what is not ours */
    private List<String> clean(TenantId tenant, Instant old) {
        Inventory all = Inventory.of(store, ObjectKey.of(tenant));
        Map<Boolean, List<StoredObject>> ours = all.objects().stream().collect(Collectors.partitioningBy(
                object -> Layout.isOfTenant(object.path())));
        Inventory known = new Inventory(all.folder(), ours.get(true));
        List<OpenRun> goOn = open.of(tenant); // after the listing
        Set<String> underWay = goOn.stream().map(OpenRun::run).collect(Collectors.toSet());
        Set<String> taught = goOn.stream().map(run -> run.prompt().value()).collect(Collectors.toSet());
        known.in("datasets").byFolder().values().forEach(dataset -> store.delete(new LeftOverImages(store, dataset).before(
                old)));
        known.in("prompts").byFolder().forEach((prompt, objects) -> clean(tenant, new Name(prompt), objects, taught.contains(
                prompt), old));
        known.in("runs").byFolder().forEach((run, objects) -> {
            if (!underWay.contains(run)) {
                new ExpiredRun(store, objects).delete(old, Instant.now().minus(retention.runs()), Instant.now().minus(retention
                        .events()));
            }
        });
        store.delete(known.in("idempotency").before(Instant.now().minus(retention.runs())).keys());
        return ours.get(false).stream().map(object -> all.folder().below(object.path()).toString()).toList();
    }

    private void clean(TenantId tenant, Name prompt, Inventory objects, boolean taught, Instant old) {
        prompts.expire(tenant, prompt);
        if (!taught) { // a run that goes on may have to finish what looks left over
            store.delete(new LeftOverVersions(objects.in("versions"), pointers.fresh(tenant, prompt)).before(old));
        }
    }

    private void report(List<String> found) {
        if (!found.isEmpty() && !found.equals(foreign)) {
            LOG.warnf("%d objects or folders in %s are not ours, and are left alone: %s", found.size(), store, String.join(", ",
                    found.subList(0, Math.min(SHOWN, found.size()))));
        }
        foreign = List.copyOf(found);
    }
}
