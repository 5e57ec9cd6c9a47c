package io.coopserve.store;

import java.util.regex.Pattern;

import io.coopserve.tenant.TenantId;

/** Path of an object or of a folder of objects. It starts with a tenant, and no segment can climb out of it. */
public final class ObjectKey {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private final String path;

    private ObjectKey(String path) {
        this.path = path;
    }

    /** The folder of everything that is a tenant's. */
    public static ObjectKey of(TenantId tenant) {
        return new ObjectKey("tenants/" + tenant.value());
    }

    public ObjectKey then(Object... segments) {
        StringBuilder longer = new StringBuilder(path);
        for (Object segment : segments) {
            if (!SEGMENT.matcher(segment.toString()).matches()) {
                throw new IllegalArgumentException("not a key segment: " + segment);
            }
            longer.append('/').append(segment);
        }
        return new ObjectKey(longer.toString());
    }

    /** With {@code /} between segments and none at the ends. */
    @Override
    public String toString() {
        return path;
    }
}
