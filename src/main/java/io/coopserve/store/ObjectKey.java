package io.coopserve.store;

import java.util.regex.Pattern;

import io.coopserve.tenant.TenantId;

/**
 * Path of an object or of a folder of objects; no segment can climb out of it. All that is a tenant's lies in its folder, but for
 * its runs' entries in the index of those that are open.
 */
public final class ObjectKey {
    /** Regular expression of what may stand between two slashes. */
    static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";
    private static final Pattern ALLOWED = Pattern.compile(SEGMENT);

    private final String path;

    private ObjectKey(String path) {
        this.path = path;
    }

    /** The folder of everything that is a tenant's. */
    public static ObjectKey of(TenantId tenant) {
        return new ObjectKey("tenants/" + tenant.value());
    }

    /** The folder of everything. */
    static ObjectKey root() {
        return new ObjectKey("");
    }

    /** The folder that has a folder of each tenant. */
    static ObjectKey tenants() {
        return new ObjectKey("tenants");
    }

    /** See {@link OpenRuns}. */
    static ObjectKey openRuns() {
        return new ObjectKey("open");
    }

    /** See {@link Heartbeats}. */
    static ObjectKey replicas() {
        return new ObjectKey("replicas");
    }

    /** The folder of one proof that the store keeps its promises, beside those of the tenants. */
    static ObjectKey conformance(String proof) {
        return conformance().then(proof);
    }

    static ObjectKey conformance() {
        return new ObjectKey("conformance");
    }

    public ObjectKey then(Object... segments) {
        StringBuilder longer = new StringBuilder(path);
        for (Object segment : segments) {
            if (!ALLOWED.matcher(segment.toString()).matches()) {
                throw new IllegalArgumentException("not a key segment: " + segment);
            }
            longer.append('/').append(segment);
        }
        return new ObjectKey(longer.toString());
    }

    /** An object that a listing has found below this folder, whoever named it. */
    ObjectKey below(String listed) {
        return new ObjectKey(path + "/" + listed);
    }

    /** With {@code /} between segments and none at the ends. */
    @Override
    public String toString() {
        return path;
    }
}
