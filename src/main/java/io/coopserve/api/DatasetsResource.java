package io.coopserve.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import io.coopserve.dataset.DatasetUpload;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Labelled images of a tenant. */
@Path("/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Data sets")
public class DatasetsResource {
    private final Datasets datasets;
    private final DatasetUpload upload;

    /** Names in order. */
    public record DatasetList(List<String> datasets) {}

    /** What a data set holds. */
    public record DatasetSummary(@Schema(examples = "textures") String dataset, List<ClassCount> classes,
            @Schema(description = "over class names and images: equal for equal content") String sha256,
            List<String> warnings) {
        static DatasetSummary of(DatasetManifest manifest) {
            return new DatasetSummary(manifest.dataset().value(),
                    manifest.classes().stream().map(images -> new ClassCount(images
                            .name(), images.train().size(), images.test().size())).toList(),
                    manifest.sha256(), manifest.warnings());
        }
    }

    public record ClassCount(@Schema(examples = "striped") String name, @Schema(examples = "16") int train,
            @Schema(examples = "12") int test) {}

    DatasetsResource(Datasets datasets, DatasetUpload upload) {
        this.datasets = datasets;
        this.upload = upload;
    }

    @GET
    @Path("datasets")
    @Operation(operationId = "listDatasets", summary = "List data sets")
    public DatasetList list(String tenant) {
        return new DatasetList(datasets.list(new TenantId(tenant)).stream().map(Name::value).toList());
    }

    @PUT
    @Path("datasets/{dataset}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "putDataset", summary = "Create or replace a data set", description = "The body is a zip, tar or "
            + "tar.gz with train/<class>/<image> and test/<class>/<image>, or with <class>/<image>: then 20 % of each class, at "
            + "least 1, is held out by seed. '_' in the name of a class folder means a blank.")
    public DatasetSummary put(String tenant, String dataset, InputStream body, @RestQuery String seed) {
        TenantId owner = new TenantId(tenant);
        Name name = new Name(dataset);
        int split = Parameters.integer("seed", seed, 0).orElse(1);
        try {
            java.nio.file.Path archive = Files.createTempFile("coop-upload", ".archive");
            try {
                receive(body, archive);
                return DatasetSummary.of(upload.store(owner, name, archive, split));
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void receive(InputStream body, java.nio.file.Path archive) throws IOException {
        if (Files.copy(body, archive, StandardCopyOption.REPLACE_EXISTING) == 0) {
            throw BadRequest.malformed("The upload is empty: send a zip, tar or tar.gz of class folders.");
        }
    }

    @GET
    @Path("datasets/{dataset}")
    @Operation(operationId = "getDataset", summary = "Show a data set")
    public DatasetSummary get(String tenant, String dataset) {
        return DatasetSummary.of(datasets.manifest(new TenantId(tenant), new Name(dataset)));
    }

    @DELETE
    @Path("datasets/{dataset}")
    @Operation(operationId = "deleteDataset", summary = "Delete a data set and its images")
    public void delete(String tenant, String dataset) {
        datasets.delete(new TenantId(tenant), new Name(dataset));
    }
}
