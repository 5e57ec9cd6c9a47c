package io.coopserve.store;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Labelled images: each image once by its content, and a manifest, written last, that says what belongs to the set. */
@ApplicationScoped
public class Datasets {
    private final ObjectStore store;
    private final ExecutorService transfers = BackgroundThreads.pool(32, "image-transfer");
    private final Object[] locks = new Object[64];

    Datasets(ObjectStore store) {
        this.store = store;
        Arrays.setAll(locks, i -> new Object());
    }

    /**
     * Creates or replaces a data set.
     *
     * @param images gives every image that the manifest names, by the SHA-256 of its bytes
     */
    public void put(TenantId tenant, DatasetManifest manifest, Consumer<BiConsumer<String, byte[]>> images) {
        synchronized (lock(tenant, manifest.dataset())) {
            try (Uploads uploads = new Uploads(store, transfers)) {
                images.accept((hash, bytes) -> uploads.create(blob(tenant, manifest.dataset(), hash), bytes));
                uploads.await();
            }
            List<Long> earlier = manifests(tenant, manifest.dataset());
            long number = earlier.isEmpty() ? 1 : earlier.get(earlier.size() - 1) + 1;
            if (!store.create(manifest(tenant, manifest.dataset(), number), Json.write(manifest))) {
                throw new ConflictException("Data set \"%s\" is being replaced by another upload; try again.".formatted(manifest
                        .dataset()));
            }
            store.delete(earlier.stream().map(old -> manifest(tenant, manifest.dataset(), old)).toList());
            Set<String> kept = manifest.images();
            store.delete(store.list(folder(tenant, manifest.dataset()).then("blobs")).stream().filter(hash -> !kept.contains(
                    hash)).map(hash -> blob(tenant, manifest.dataset(), hash)).toList());
        }
    }

    public List<Name> list(TenantId tenant) {
        return store.list(ObjectKey.of(tenant).then("datasets")).stream().map(Name::new)
                .filter(dataset -> !manifests(tenant, dataset).isEmpty()).toList();
    }

    /** @throws NotFoundException if there is none */
    public DatasetManifest manifest(TenantId tenant, Name dataset) {
        List<Long> numbers = manifests(tenant, dataset);
        if (numbers.isEmpty()) {
            throw absent(dataset);
        }
        return store.read(manifest(tenant, dataset, numbers.get(numbers.size() - 1)))
                .map(bytes -> Json.read(bytes, DatasetManifest.class)).orElseThrow(() -> absent(dataset));
    }

    /**
     * The manifest, if it still has the content that work was begun with.
     *
     * @param sha256 of that content
     * @throws NotFoundException if there is no such data set any more
     * @throws DatasetChangedException if it was replaced by other content
     */
    public DatasetManifest manifest(TenantId tenant, Name dataset, String sha256) {
        DatasetManifest manifest = manifest(tenant, dataset);
        if (!manifest.sha256().equals(sha256)) {
            throw DatasetChangedException.replaced(dataset, sha256, manifest.sha256());
        }
        return manifest;
    }

    /**
     * Images in the order of their hashes, read together.
     *
     * @throws NotFoundException if the data set was replaced or deleted since its manifest was read
     * @throws DatasetChangedException if the content of one does not have its hash
     */
    public List<byte[]> images(TenantId tenant, Name dataset, List<String> hashes) {
        List<CompletableFuture<byte[]>> images = hashes.stream().map(hash -> CompletableFuture.supplyAsync(() -> image(tenant,
                dataset, hash), transfers)).toList();
        try {
            return images.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private byte[] image(TenantId tenant, Name dataset, String hash) {
        byte[] image = store.read(blob(tenant, dataset, hash)).orElseThrow(() -> new NotFoundException(
                "Data set \"%s\" was replaced or deleted meanwhile.".formatted(dataset)));
        if (!ContentHash.of(image).equals(hash)) {
            throw DatasetChangedException.image(dataset, hash);
        }
        return image;
    }

    /** @throws NotFoundException if there is none */
    public void delete(TenantId tenant, Name dataset) {
        synchronized (lock(tenant, dataset)) {
            if (manifests(tenant, dataset).isEmpty()) {
                throw absent(dataset);
            }
            store.delete(folder(tenant, dataset).then("manifests")); // first: without it the images are nobody's
            store.delete(folder(tenant, dataset));
        }
    }

    @PreDestroy
    void stop() {
        transfers.shutdown();
    }

    private List<Long> manifests(TenantId tenant, Name dataset) {
        return store.list(folder(tenant, dataset).then("manifests")).stream().map(Long::valueOf).sorted().toList();
    }

    private Object lock(TenantId tenant, Name dataset) {
        return locks[Math.floorMod(tenant.hashCode() * 31 + dataset.hashCode(), locks.length)];
    }

    private static ObjectKey folder(TenantId tenant, Name dataset) {
        return ObjectKey.of(tenant).then("datasets", dataset);
    }

    private static ObjectKey blob(TenantId tenant, Name dataset, String hash) {
        return folder(tenant, dataset).then("blobs", hash);
    }

    private static ObjectKey manifest(TenantId tenant, Name dataset, long number) {
        return folder(tenant, dataset).then("manifests", number);
    }

    private static NotFoundException absent(Name dataset) {
        return new NotFoundException("There is no data set \"%s\".".formatted(dataset));
    }
}
