package io.coopserve.model.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

import io.coopserve.model.download.DownloadLock;

/**
 * A model's part of Hugging Face's cache (its guide "Understand caching"): {@code refs/<revision>} holds a commit,
 * {@code blobs/<etag>} the content of files, {@code snapshots/<commit>/<file>} a link to the blob, and
 * {@code .no_exist/<commit>/<file>} marks what a commit does not have. What is visible is complete.
 */
final class HubCache {
    private final Path folder;
    private final Path locks;
    private final boolean symlinks;

    HubCache(HubSettings settings, HubModel model) {
        this.folder = settings.cache().resolve(model.folder());
        this.locks = settings.cache().resolve(".locks").resolve(model.folder());
        this.symlinks = settings.symlinks();
    }

    /** The commit that a revision was when it was last asked for. */
    Optional<String> commit(HubModel model) {
        if (model.isPinned()) {
            return Optional.of(model.revision());
        }
        try {
            return Optional.of(Files.readString(folder.resolve("refs").resolve(model.revision())).strip()).filter(
                    HubModel::isCommit);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The folder of a commit's files; it need not exist. */
    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    boolean has(String commit, String file) {
        return Files.isRegularFile(snapshot(commit).resolve(file));
    }

    /** Whether a commit is known not to have a file. */
    boolean lacks(String commit, String file) {
        return Files.isRegularFile(absent(commit, file));
    }

    private Path absent(String commit, String file) {
        return folder.resolve(".no_exist").resolve(commit).resolve(file);
    }

    void markAbsent(String commit, String file) throws IOException {
        if (!lacks(commit, file)) {
            Files.createDirectories(absent(commit, file).getParent());
            Files.write(absent(commit, file), new byte[0]);
        }
    }

    void refer(HubModel model, String commit) throws IOException {
        if (!model.isPinned() && !commit(model).equals(Optional.of(commit))) {
            Path ref = folder.resolve("refs").resolve(model.revision());
            Files.createDirectories(ref.getParent());
            Path draft = beside(ref);
            Files.writeString(draft, commit);
            Files.move(draft, ref, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    Path blob(HubFile file) {
        return folder.resolve("blobs").resolve(file.etag());
    }

    /** Where a download is kept until it is complete; of this program only, since others append to files of other names. */
    Path partial(HubFile file) throws IOException {
        return Files.createDirectories(folder.resolve("blobs")).resolve(file.etag() + ".coop-serve.incomplete");
    }

    /** Shows a blob as a file of a commit. */
    void link(HubFile file, String commit) throws IOException {
        Path pointer = snapshot(commit).resolve(file.name());
        Files.createDirectories(pointer.getParent());
        Path draft = beside(pointer);
        try {
            if (!symlinks) {
                throw new UnsupportedOperationException();
            }
            Files.createSymbolicLink(draft, pointer.getParent().relativize(blob(file)));
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(blob(file), draft);
        }
        Files.move(draft, pointer, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Something done by one process at a time. */
    interface Work {
        void perform() throws IOException, InterruptedException;
    }

    /** Waits until no other process of this program works on the blob. */
    void exclusively(HubFile file, Work work) throws IOException, InterruptedException {
        Files.createDirectories(locks);
        try (FileChannel channel = FileChannel.open(locks.resolve(file.etag() + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            DownloadLock.await(channel, file.name());
            work.perform();
        }
    }
}
