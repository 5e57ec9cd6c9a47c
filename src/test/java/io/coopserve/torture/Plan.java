package io.coopserve.torture;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long and how hard.
 *
 * @param replicas how many there are
 * @param kills of replicas, after which it ends
 * @param harms kills and freezes between two comparisons; 0: there is one, in the end, after which nothing may be left over
 * @param percentFrozen harms that are freezes
 * @param appetite what clients like to do, by weight
 * @param runner the jar that starts a replica
 * @param options of the virtual machine of a replica
 */
record Plan(long seed, int replicas, int kills, int harms, int percentFrozen, Map<Deed, Integer> appetite, Path runner,
        List<String> options) {
    /** Whether the first loss is enough, and nobody waits for what is left to be cleared away. */
    boolean endsWithALoss() {
        return harms > 0;
    }

    static Map<Deed, Integer> everything() {
        Map<Deed, Integer> all = new EnumMap<>(Deed.class);
        all.put(Deed.UPLOAD, 12);
        all.put(Deed.RUN, 14);
        all.put(Deed.LONG_RUN, 3);
        all.put(Deed.STREAM, 3);
        all.put(Deed.CANCEL, 3);
        all.put(Deed.LOOK_AT_RUN, 12);
        all.put(Deed.MOVE, 8);
        all.put(Deed.DELETE_VERSION, 3);
        all.put(Deed.DELETE_PROMPT, 2);
        all.put(Deed.DELETE_DATASET, 2);
        all.put(Deed.DELETE_TENANT, 1);
        all.put(Deed.IMPORT, 6);
        all.put(Deed.DOWNLOAD, 6);
        all.put(Deed.CLASSIFY, 4);
        all.put(Deed.LOOK_AT_DATASET, 6);
        all.put(Deed.LOOK_AT_POINTER, 6);
        all.put(Deed.REPEAT_UPLOAD, 2);
        return all;
    }
}
