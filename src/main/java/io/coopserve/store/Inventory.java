package io.coopserve.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Objects below a folder, as one listing showed them. */
record Inventory(ObjectKey folder, List<StoredObject> objects) {
    static Inventory of(ObjectStore store, ObjectKey folder) {
        return new Inventory(folder, store.inventory(folder));
    }

    /** What lies in the folders directly below it, by their names; objects beside them are left out. */
    Map<String, Inventory> byFolder() {
        Map<String, List<StoredObject>> parts = objects.stream().filter(object -> object.path().indexOf('/') > 0).collect(
                Collectors.groupingBy(object -> object.path().substring(0, object.path().indexOf('/')), TreeMap::new, Collectors
                        .mapping(object -> new StoredObject(object.path().substring(object.path().indexOf('/') + 1), object
                                .created()), Collectors.toList())));
        Map<String, Inventory> inventories = new TreeMap<>();
        parts.forEach((name, below) -> inventories.put(name, new Inventory(folder.below(name), below)));
        return inventories;
    }

    /** What lies in one of these folders. */
    Inventory in(String name) {
        String start = name + "/";
        return new Inventory(folder.below(name), objects.stream().filter(object -> object.path().startsWith(start)).map(
                object -> new StoredObject(object.path().substring(start.length()), object.created())).toList());
    }

    List<String> paths() {
        return objects.stream().map(StoredObject::path).toList();
    }

    boolean has(String path) {
        return created(path).isPresent();
    }

    Optional<Instant> created(String path) {
        return objects.stream().filter(object -> object.path().equals(path)).map(StoredObject::created).findFirst();
    }

    /** What is older. */
    Inventory before(Instant time) {
        return new Inventory(folder, objects.stream().filter(object -> object.created().isBefore(time)).toList());
    }

    /** Whether there is nothing younger. */
    boolean isOlderThan(Instant time) {
        return objects.stream().allMatch(object -> object.created().isBefore(time));
    }

    List<ObjectKey> keys() {
        return keys(paths());
    }

    List<ObjectKey> keys(Collection<String> paths) {
        return paths.stream().map(folder::below).toList();
    }
}
