package io.coopserve.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * Labelled images: of each upload every image once, by its content, and a manifest, written last, that says what belongs to the
 * set. The highest manifest counts; {@code {n}.deleted} says that all up to it are deleted.
 */
@ApplicationScoped
public class Datasets {
    static final String MANIFESTS = "manifests";
    private static final String DELETED = ".deleted";
    private static final int LOOKS = 10;
    /**
     * Is written before the images of an upload, and stands behind their hashes: a listing that shows any of these shows it too, and
     * who deletes a tenant deletes it first. While it is there all images are.
     */
    static final String WHOLE = "whole";

    private final ObjectStore store;
    private final ExecutorService transfers = BackgroundThreads.pool(32, "image-transfer");
    private final Duration longest;

    Datasets(ObjectStore store, RetentionConfiguration retention) {
        this.store = store;
        this.longest = retention.grace().dividedBy(2);
    }

    /**
     * Creates or replaces a data set. What was there before stays until all is written.
     *
     * @param images gives every image that the manifest names, by the SHA-256 of its bytes
     * @throws ConflictException if the tenant was deleted meanwhile
     */
    public void put(TenantId tenant, DatasetManifest manifest, Consumer<BiConsumer<String, byte[]>> images) {
        ObjectKey folder = folder(tenant, manifest.dataset());
        long begun = System.nanoTime();
        try (Uploads uploads = new Uploads(store, transfers)) {
            store.create(images(folder, manifest).then(WHOLE), new byte[0]);
            images.accept((hash, bytes) -> uploads.create(image(folder, manifest, hash), bytes));
            uploads.await();
            if (System.nanoTime() - begun > longest.toNanos()) {
                throw new StoreUnavailableException(
                        ("writing %d images took longer than %s, half of coop.retention.grace; older "
                                + "ones may be taken for left over").formatted(manifest.images().size(), longest),
                        null);
            }
        } catch (RuntimeException e) {
            discard(folder, manifest, e);
            throw e;
        }
        long number = append(folder, manifest);
        if (store.read(images(folder, manifest).then(WHOLE)).isEmpty()) {
            store.delete(List.of(folder.then(MANIFESTS, number)));
            store.delete(images(folder, manifest));
            throw new ConflictException("Data set \"%s\" was deleted during its upload.".formatted(manifest.dataset()));
        }
        forget(folder, number - 1, number - 1);
    }

    /** Of an upload that failed nothing stays, if that can be had; else it is left over. */
    private void discard(ObjectKey folder, DatasetManifest manifest, RuntimeException why) {
        try {
            store.delete(images(folder, manifest));
        } catch (StoreUnavailableException e) {
            why.addSuppressed(e);
        }
    }

    /** @return its number, above all that were there */
    private long append(ObjectKey folder, DatasetManifest manifest) {
        while (true) {
            List<String> names = store.list(folder.then(MANIFESTS));
            long number = Math.max(Numbers.highest(Numbers.in(names)), Numbers.highest(Numbers.in(names, DELETED))) + 1;
            if (store.create(folder.then(MANIFESTS, number), Json.write(manifest))) {
                return number;
            }
        }
    }

    /**
     * Deletes manifests and the images that no other manifest has, and notes of deletions.
     *
     * @param manifest the last one that goes
     * @param note the last one that goes
     */
    private void forget(ObjectKey folder, long manifest, long note) {
        List<String> names = store.list(folder.then(MANIFESTS));
        List<Long> numbers = Numbers.in(names).stream().filter(number -> number <= manifest).toList();
        List<DatasetManifest> forgotten = numbers.stream().flatMap(number -> read(folder, number).stream()).toList();
        store.delete(Stream.concat(numbers.stream().map(String::valueOf), Numbers.in(names, DELETED).stream().filter(
                number -> number <= note).map(number -> number + DELETED)).map(name -> folder.then(MANIFESTS, name)).toList());
        forgotten.forEach(known -> store.delete(images(folder, known)));
    }

    public List<Name> list(TenantId tenant) {
        return store.list(ObjectKey.of(tenant).then("datasets")).stream().filter(Name::isValid).map(Name::new)
                .filter(dataset -> newest(folder(tenant, dataset)) > 0).toList();
    }

    /** @throws NotFoundException if there is none */
    public DatasetManifest manifest(TenantId tenant, Name dataset) {
        ObjectKey folder = folder(tenant, dataset);
        for (int looks = 0; looks < LOOKS; looks++) {
            long number = newest(folder);
            if (number == 0) {
                throw absent(dataset);
            }
            Optional<DatasetManifest> manifest = read(folder, number);
            if (manifest.isPresent()) {
                return manifest.get(); // else it was replaced between, and the one that came instead is there
            }
        }
        throw absent(dataset);
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
    public List<byte[]> images(TenantId tenant, DatasetManifest manifest, List<String> hashes) {
        List<CompletableFuture<byte[]>> images = hashes.stream().map(hash -> CompletableFuture.supplyAsync(() -> image(tenant,
                manifest, hash), transfers)).toList();
        try {
            return images.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private byte[] image(TenantId tenant, DatasetManifest manifest, String hash) {
        Name dataset = manifest.dataset();
        byte[] image = store.read(image(folder(tenant, dataset), manifest, hash)).orElseThrow(() -> new NotFoundException(
                "Data set \"%s\" was replaced or deleted meanwhile.".formatted(dataset)));
        if (!ContentHash.of(image).equals(hash)) {
            throw DatasetChangedException.image(dataset, hash);
        }
        return image;
    }

    /**
     * Only a note stays for some time, so that no number is used again.
     *
     * @throws NotFoundException if there is none
     */
    public void delete(TenantId tenant, Name dataset) {
        ObjectKey folder = folder(tenant, dataset);
        long last = newest(folder);
        if (last == 0) {
            throw absent(dataset);
        }
        store.create(folder.then(MANIFESTS, last + DELETED), new byte[0]); // an upload that comes to its end now has a higher number
        forget(folder, last, last - 1);
    }

    @PreDestroy
    void stop() {
        transfers.shutdown();
    }

    private long newest(ObjectKey folder) {
        return newest(store.list(folder.then(MANIFESTS)));
    }

    /** Number of the manifest that counts, by the names of all; 0 if there is none. */
    static long newest(List<String> names) {
        long number = Numbers.highest(Numbers.in(names));
        return number > Numbers.highest(Numbers.in(names, DELETED)) ? number : 0;
    }

    private Optional<DatasetManifest> read(ObjectKey folder, long number) {
        return store.read(folder.then(MANIFESTS, number)).map(bytes -> Json.read(bytes, DatasetManifest.class));
    }

    private static ObjectKey folder(TenantId tenant, Name dataset) {
        return ObjectKey.of(tenant).then("datasets", dataset);
    }

    /** Each upload has a folder of its own: what one writes no other deletes. */
    static ObjectKey images(ObjectKey folder, DatasetManifest manifest) {
        return manifest.upload() == null ? folder.then("blobs") : folder.then("uploads", manifest.upload());
    }

    private static ObjectKey image(ObjectKey folder, DatasetManifest manifest, String hash) {
        return images(folder, manifest).then(hash);
    }

    private static NotFoundException absent(Name dataset) {
        return new NotFoundException("There is no data set \"%s\".".formatted(dataset));
    }
}
