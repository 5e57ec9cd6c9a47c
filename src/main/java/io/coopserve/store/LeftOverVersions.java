package io.coopserve.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Of a prompt: files of versions that were never published or are deleted, and the notes of their numbers once the pointer
 * remembers these.
 *
 * @param versions their objects
 */
record LeftOverVersions(Inventory versions, Pointer pointer) {
    List<ObjectKey> before(Instant old) {
        List<ObjectKey> left = new ArrayList<>();
        for (Map.Entry<String, Inventory> each : versions.byFolder().entrySet()) {
            int version = Integer.parseInt(each.getKey());
            Inventory objects = each.getValue();
            if (!objects.isOlderThan(old)) {
                continue;
            }
            boolean deleted = objects.has(Prompts.DELETED) || version <= pointer.retired();
            if (deleted && version == pointer.version()) {
                left.addAll(objects.keys(List.of(Prompts.DELETED))); // who wanted to delete it died before finding that it is current
            } else if (deleted || !objects.has(Prompts.CARD)) {
                left.addAll(
                        objects.keys(objects.paths().stream().filter(path -> !path.equals(Prompts.DELETED) || version <= pointer
                                .highest()).toList()));
            }
        }
        return left;
    }
}
