package io.coopserve.store;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.TenantId;

/** What is kept of adaptation runs: the request, written before the run is acknowledged, and how it ended. */
@ApplicationScoped
public class Runs {
    /** A run has one attempt so far; its bytes live under the attempt that wrote them. */
    private static final int ATTEMPT = 1;

    private final ObjectStore store;

    Runs(ObjectStore store) {
        this.store = store;
    }

    /** Records what was asked for. */
    public void begin(TenantId tenant, String run, Object request) {
        store.create(folder(tenant, run).then("run.json"), Json.write(request));
    }

    /** Records how it ended; the first word counts. */
    public void end(TenantId tenant, String run, Object end) {
        store.create(folder(tenant, run).then(ATTEMPT, "end.json"), Json.write(end));
    }

    /** Runs by name; names sort by the time of their start. */
    public List<String> list(TenantId tenant) {
        return store.list(ObjectKey.of(tenant).then("runs"));
    }

    public <T> Optional<T> request(TenantId tenant, String run, Class<T> type) {
        return store.read(folder(tenant, run).then("run.json")).map(bytes -> Json.read(bytes, type));
    }

    public <T> Optional<T> end(TenantId tenant, String run, Class<T> type) {
        return store.read(folder(tenant, run).then(ATTEMPT, "end.json")).map(bytes -> Json.read(bytes, type));
    }

    private static ObjectKey folder(TenantId tenant, String run) {
        return ObjectKey.of(tenant).then("runs", run);
    }
}
