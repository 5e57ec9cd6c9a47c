package io.coopserve.dataset;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.coopserve.store.DatasetManifest;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a data set holds. */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record DatasetSummary(@Schema(examples = "textures") String dataset, List<ClassCount> classes,
        @Schema(description = "over class names and images: equal for equal content") String sha256, List<String> warnings) {
    /** Images of one class. */
    public record ClassCount(@Schema(examples = "striped") String name, @Schema(examples = "16") int train,
            @Schema(examples = "12") int test) {}

    public static DatasetSummary of(DatasetManifest manifest) {
        return new DatasetSummary(manifest.dataset().value(), manifest.classes().stream().map(images -> new ClassCount(images
                .name(), images.train().size(), images.test().size())).toList(), manifest.sha256(), manifest.warnings());
    }
}
