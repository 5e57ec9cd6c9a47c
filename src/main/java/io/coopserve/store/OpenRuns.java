package io.coopserve.store;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.InvalidNameException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * The index of runs that have not ended, {@code open/{tenant}/{prompt}/{run}}: who looks after them need not list tenants. An
 * entry is written after the request and removed after the end, so that one for a run that has ended says nothing.
 */
@ApplicationScoped
public class OpenRuns {
    private static final Pattern PATH = Pattern.compile("([^/]+)/([^/]+)/([^/]+)");

    private final ObjectStore store;

    OpenRuns(ObjectStore store) {
        this.store = store;
    }

    /** Once more is no failure. */
    public void add(OpenRun run) {
        store.create(key(run), new byte[0]);
    }

    public void remove(OpenRun run) {
        store.delete(List.of(key(run)));
    }

    public boolean contains(OpenRun run) {
        return store.read(key(run)).isPresent();
    }

    public List<OpenRun> all() {
        return store.walk(ObjectKey.openRuns()).stream().flatMap(path -> parsed(path).stream()).toList();
    }

    public List<OpenRun> of(TenantId tenant) {
        return store.walk(ObjectKey.openRuns().then(tenant)).stream().flatMap(path -> parsed(tenant + "/" + path).stream())
                .toList();
    }

    private static Optional<OpenRun> parsed(String path) {
        Matcher parts = PATH.matcher(path);
        try {
            return parts.matches()
                    ? Optional.of(new OpenRun(new TenantId(parts.group(1)), new Name(parts.group(2)), parts.group(3)))
                    : Optional.empty();
        } catch (InvalidNameException e) {
            return Optional.empty(); // not ours
        }
    }

    private static ObjectKey key(OpenRun run) {
        return ObjectKey.openRuns().then(run.tenant(), run.prompt(), run.run());
    }
}
