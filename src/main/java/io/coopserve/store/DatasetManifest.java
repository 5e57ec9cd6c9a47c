package io.coopserve.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.coopserve.tenant.Name;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A data set as it was uploaded.
 *
 * @param sha256 over class names and images: equal for equal content
 * @param warnings what was left out of the upload
 * @param upload names the images' folder; null where they lie in that of the data set, as they once did
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record DatasetManifest(Name dataset, Instant created, String sha256, List<ClassImages> classes, List<String> warnings,
        String upload) {
    /** Of images that are uploaded now. */
    public static DatasetManifest of(Name dataset, String sha256, List<ClassImages> classes, List<String> warnings) {
        return new DatasetManifest(dataset, Instant.now(), sha256, classes, warnings, UUID.randomUUID().toString());
    }

    /**
     * Images of one class, by the SHA-256 of their bytes.
     *
     * @param train shown to the learner
     * @param test held out, only measured on
     */
    public record ClassImages(String name, List<String> train, List<String> test) {}

    public List<String> classNames() {
        return classes.stream().map(ClassImages::name).toList();
    }

    /** Every image once. */
    public Set<String> images() {
        List<String> all = new ArrayList<>();
        classes.forEach(images -> {
            all.addAll(images.train());
            all.addAll(images.test());
        });
        return new HashSet<>(all);
    }
}
