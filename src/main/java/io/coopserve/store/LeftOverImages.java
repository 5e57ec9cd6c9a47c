package io.coopserve.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Of a data set: images of uploads that were cut off, and what an upload or a deletion that died has not deleted any more.
 *
 * @param objects all of the data set
 */
record LeftOverImages(ObjectStore store, Inventory objects) {
    private static final String DELETED = ".deleted";

    List<ObjectKey> before(Instant old) {
        Inventory manifests = objects.in("manifests");
        long newest = Numbers.highest(Numbers.in(manifests.paths()));
        long deleted = Numbers.highest(Numbers.in(manifests.paths(), DELETED));
        String current = newest > deleted ? String.valueOf(newest) : "";
        List<String> left = new ArrayList<>(manifests.objects().stream().filter(object -> object.created().isBefore(old)).map(
                StoredObject::path).filter(path -> !path.equals(current)).map(path -> "manifests/" + path).toList());
        String images = current.isEmpty() ? "none" : images(current);
        objects.objects().stream().filter(object -> object.created().isBefore(old)).map(StoredObject::path).filter(
                path -> !path.startsWith("manifests/") && !path.startsWith(images)).forEach(left::add);
        return objects.keys(left);
    }

    /** Where the images of a manifest are; if it is gone already, all are taken for images of its. */
    private String images(String manifest) {
        return store.read(objects.folder().then("manifests", manifest)).map(bytes -> Json.read(bytes, DatasetManifest.class))
                .map(known -> known.upload() == null ? "blobs/" : "uploads/" + known.upload() + "/").orElse("");
    }
}
