package io.coopserve.store;

import java.util.Set;
import java.util.regex.Pattern;

/** What our objects are called. */
final class Layout {
    private static final Set<String> ROOTS = Set.of("tenants", "open", "replicas", "conformance", "temporary");
    private static final String NUMBER = "[1-9]\\d{0,17}";
    private static final String WORD = "[A-Za-z0-9_-]+";
    private static final Pattern OF_TENANT = Pattern.compile(String.join("|",
            "datasets/" + WORD + "/(manifests/N(\\.deleted)?|blobs/" + WORD + "|uploads/" + WORD + "/" + WORD + ")",
            "prompts/" + WORD + "/(versions/N/(prompt\\.safetensors|card\\.json|deleted)|current/N)",
            "runs/" + WORD + "/(run\\.json|leases/N|(readers|published)/" + WORD
                    + "|N/(end\\.json|stopped|events/N\\.ndjson|checkpoints/N\\.safetensors))",
            "idempotency/" + WORD).replace("N", NUMBER));

    private Layout() {
    }

    /** Whether a folder or object directly below the store's prefix is ours. */
    static boolean isRoot(String name) {
        return ROOTS.contains(name);
    }

    /** Whether a path below a tenant's folder is one of our objects'. */
    static boolean isOfTenant(String path) {
        return OF_TENANT.matcher(path).matches();
    }
}
