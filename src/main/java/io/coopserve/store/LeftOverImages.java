package io.coopserve.store;

import java.time.Instant;
import java.util.List;

/**
 * Of a data set: images of uploads that were cut off, and what an upload or a deletion that died has not deleted any more.
 *
 * @param objects all of the data set
 */
record LeftOverImages(ObjectStore store, Inventory objects) {
    List<ObjectKey> before(Instant old) {
        long current = Datasets.newest(objects.in(Datasets.MANIFESTS).paths());
        String manifest = Datasets.MANIFESTS + "/" + current;
        String images = current == 0 ? "none" : images(manifest);
        return objects.keys(objects.before(old).paths().stream().filter(path -> !path.equals(manifest) && (path.startsWith(
                Datasets.MANIFESTS + "/") || !path.startsWith(images))).toList());
    }

    /** Where the images of a manifest are; if it is gone already, all are taken for images of its. */
    private String images(String manifest) {
        return store.read(objects.folder().below(manifest)).map(bytes -> Json.read(bytes, DatasetManifest.class)).map(
                known -> Datasets.images(objects.folder(), known).toString().substring(objects.folder().toString().length() + 1)
                        + "/")
                .orElse("");
    }
}
