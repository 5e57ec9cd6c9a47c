package io.coopserve.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

import io.coopserve.dataset.DatasetSummary;
import io.coopserve.dataset.DatasetUpload;
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
    public DatasetSummary put(String tenant, String dataset, InputStream body, @RestQuery String seed,
            @Parameter(description = "of the sender's choice: the same upload with the same key is answered as before, and done once") @RestHeader(IdempotencyKey.HEADER) String key) {
        TenantId owner = new TenantId(tenant);
        Name name = new Name(dataset);
        int split = Parameters.integer("seed", seed, 0).orElse(1);
        Optional<String> idempotency = IdempotencyKey.of(key);
        try {
            java.nio.file.Path folder = Files.createTempDirectory("coop-upload");
            java.nio.file.Path archive = folder.resolve("archive");
            try {
                receive(body, archive);
                return upload.store(owner, name, archive, split, idempotency);
            } finally {
                Files.deleteIfExists(archive);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void receive(InputStream body, java.nio.file.Path archive) throws IOException {
        if (body instanceof BodyStream received) {
            received.keep(archive);
        } else {
            Files.copy(body, archive);
        }
        if (Files.size(archive) == 0) {
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
