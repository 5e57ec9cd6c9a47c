package io.coopserve.dataset;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.clip.FrozenClip;
import io.coopserve.store.BackgroundThreads;
import io.coopserve.store.ContentHash;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.store.IdempotencyKeys;
import io.coopserve.store.KeyReusedException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * From an uploaded archive to a stored data set. The archive is read twice: first everything is checked, images by decoding
 * them, then stored; so a bad upload leaves nothing behind.
 */
@ApplicationScoped
public class DatasetUpload {
    private static final double HELD_OUT = 0.2;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int FEW = 5; // of so few images one more or less is 20 points

    private final FrozenClip model;
    private final Datasets datasets;
    private final IdempotencyKeys keys;
    private final UploadLimits limits;
    private final ExecutorService decoders = BackgroundThreads.pool(CORES, "image-check");

    DatasetUpload(FrozenClip model, Datasets datasets, IdempotencyKeys keys, UploadLimits limits) {
        this.model = model;
        this.datasets = datasets;
        this.keys = keys;
        this.limits = limits;
    }

    /**
     * Creates or replaces a data set.
     *
     * @param archive {@code train/<class>/*} and {@code test/<class>/*}, or {@code <class>/*}
     * @param seed of the choice of held-out images where the archive makes none
     * @param key of the request: one that came before with the same key is answered as it was then
     * @throws KeyReusedException if that was another request
     */
    public DatasetSummary store(TenantId tenant, Name dataset, Path archive, long seed, Optional<String> key) {
        if (key.isEmpty()) {
            return DatasetSummary.of(store(tenant, dataset, archive, seed));
        }
        String request = KeyedUpload.request(dataset, archive, seed);
        return answered(tenant, key.get(), request).orElseGet(() -> {
            DatasetSummary answer = DatasetSummary.of(store(tenant, dataset, archive, seed));
            return keys.remember(tenant, key.get(), new KeyedUpload(request, answer))
                    ? answer
                    : answered(tenant, key.get(), request).orElse(answer);
        });
    }

    private Optional<DatasetSummary> answered(TenantId tenant, String key, String request) {
        return keys.remembered(tenant, key, KeyedUpload.class).map(before -> {
            if (!before.request().equals(request)) {
                throw new KeyReusedException("another data set, archive or seed");
            }
            return before.answer();
        });
    }

    private DatasetManifest store(TenantId tenant, Name dataset, Path archive, long seed) {
        DatasetArchive source = new DatasetArchive(archive, limits);
        Contents contents = checked(source);
        DatasetManifest manifest = contents.manifest(dataset, seed);
        datasets.put(tenant, manifest, sink -> {
            Set<String> stored = new HashSet<>();
            source.visit((path, bytes) -> {
                String hash = ContentHash.of(bytes);
                if (contents.hashes.containsKey(path) && stored.add(hash)) {
                    sink.accept(hash, bytes);
                }
            });
        });
        return manifest;
    }

    private Contents checked(DatasetArchive source) {
        try (ImageChecks checks = new ImageChecks(model.clip().preprocessor(), source.mostPixels(), decoders, 2 * CORES)) {
            Contents contents = new Contents(checks);
            source.visit(contents::add);
            checks.await();
            return contents;
        }
    }

    @PreDestroy
    void stop() {
        decoders.shutdown();
    }

    /** What the first reading finds. */
    private final class Contents {
        private final ImageChecks checks;
        private final Map<String, String> hashes = new HashMap<>(); // by path
        private final Map<String, List<String>> train = new TreeMap<>(); // hashes by class folder
        private final Map<String, List<String>> test = new TreeMap<>();
        private final Map<String, List<String>> undivided = new TreeMap<>();
        private final List<String> warnings = new ArrayList<>();
        private int litter;

        private Contents(ImageChecks checks) {
            this.checks = checks;
        }

        private void add(String path, byte[] content) {
            if (DatasetArchive.isLitter(path)) {
                litter++;
                return;
            }
            String[] parts = path.split("/");
            boolean divided = parts.length == 3 && (parts[0].equals("train") || parts[0].equals("test"));
            if (!divided && parts.length != 2) {
                throw new InvalidDatasetException("The entry \"%s\" is in no class folder: use train/<class>/<image> and "
                        .formatted(path) + "test/<class>/<image>, or <class>/<image>.");
            }
            checks.add(path, content);
            String hash = ContentHash.of(content);
            hashes.put(path, hash);
            Map<String, List<String>> group = !divided ? undivided : parts[0].equals("train") ? train : test;
            group.computeIfAbsent(parts[parts.length - 2], folder -> new ArrayList<>()).add(hash);
        }

        private DatasetManifest manifest(Name dataset, long seed) {
            if (!undivided.isEmpty()) {
                if (!train.isEmpty() || !test.isEmpty()) {
                    throw new InvalidDatasetException(("The archive mixes train/ and test/ with the class folder \"%s\" at its "
                            + "top: use one layout.").formatted(undivided.keySet().iterator().next()));
                }
                divide(seed);
            }
            Set<String> folders = new TreeSet<>(train.keySet());
            folders.addAll(test.keySet());
            checkClasses(folders);
            List<DatasetManifest.ClassImages> classes = new ArrayList<>();
            for (String folder : folders) {
                classes.add(new DatasetManifest.ClassImages(className(folder), images(train, folder, "training"), images(test,
                        folder, "test")));
            }
            warn();
            return DatasetManifest.of(dataset, digest(classes), classes, warnings);
        }

        private void divide(long seed) {
            Random random = new Random(seed);
            undivided.forEach((folder, images) -> {
                if (images.size() < 2) {
                    throw new InvalidDatasetException(
                            ("Class \"%s\" has %d image; at least 2 are needed, one to learn from and "
                                    + "one to measure on.").formatted(folder, images.size()));
                }
                List<String> shuffled = new ArrayList<>(images);
                Collections.sort(shuffled); // the split must not depend on the order of the archive
                Collections.shuffle(shuffled, random);
                int held = Math.max(1, (int) Math.round(HELD_OUT * images.size()));
                test.put(folder, shuffled.subList(0, held));
                train.put(folder, shuffled.subList(held, shuffled.size()));
            });
        }

        private void checkClasses(Set<String> folders) {
            if (folders.size() < 2) {
                throw new InvalidDatasetException(folders.isEmpty()
                        ? "The archive has no images in class folders."
                        : "There is one class, \"%s\"; at least 2 are needed.".formatted(folders.iterator().next()));
            }
            if (folders.size() > limits.classes()) {
                throw new ArchiveTooLargeException("There are %d classes; at most %d are allowed.".formatted(folders.size(),
                        limits.classes()));
            }
            Map<String, String> seen = new HashMap<>();
            for (String folder : folders) {
                String name = className(folder);
                if (name.isEmpty() || name.length() > limits.classNameLength()) {
                    throw new InvalidDatasetException("The class name \"%.40s\" has %d characters; use 1 to %d.".formatted(name,
                            name.length(), limits.classNameLength()));
                }
                String other = seen.put(Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), folder);
                if (other != null) {
                    throw new InvalidDatasetException(("The class folders \"%s\" and \"%s\" are the same name to CLIP, which "
                            + "ignores case and reads '_' as a blank.").formatted(other, folder));
                }
            }
        }

        private static List<String> images(Map<String, List<String>> group, String folder, String what) {
            List<String> images = group.getOrDefault(folder, List.of());
            if (images.isEmpty()) {
                throw new InvalidDatasetException("Class \"%s\" has no %s images; at least 1 is needed.".formatted(folder,
                        what));
            }
            return List.copyOf(images);
        }

        private void warn() {
            if (litter > 0) {
                warnings.add("%d hidden or system files were left out.".formatted(litter));
            }
            Set<String> shown = new HashSet<>();
            train.values().forEach(shown::addAll);
            long leaked = test.values().stream().flatMap(List::stream).filter(shown::contains).count();
            if (leaked > 0) {
                warnings.add("%d test images are also training images: accuracies will look too good.".formatted(leaked));
            }
            List<String> tiny = test.entrySet().stream().filter(entry -> entry.getValue().size() < FEW).map(Map.Entry::getKey)
                    .toList();
            if (!tiny.isEmpty()) {
                warnings.add(
                        "%d classes have fewer than %d test images, \"%s\" among them: what is measured of such a class says little."
                                .formatted(tiny.size(), FEW, className(tiny.get(0))));
            }
        }
    }

    private static String className(String folder) {
        return folder.replace('_', ' ').strip().replaceAll("\\s+", " ");
    }

    private static String digest(List<DatasetManifest.ClassImages> classes) {
        StringBuilder text = new StringBuilder();
        classes.forEach(c -> text.append(c.name()).append('\n').append(c.train()).append('\n').append(c.test()).append('\n'));
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
