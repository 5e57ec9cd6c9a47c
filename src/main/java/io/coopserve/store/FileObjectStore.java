package io.coopserve.store;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects as files. Create-if-absent is a hard link from a synced temporary file: it holds between processes and after a
 * crash leaves the whole object or none.
 */
public final class FileObjectStore implements ObjectStore {
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path root;
    private final Path temporary;

    public FileObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.temporary = this.root.resolve("temporary");
        sweep();
    }

    @Override
    public boolean create(ObjectKey key, byte[] content) {
        return attempt("write " + key, () -> {
            Path target = path(key);
            if (Files.exists(target)) {
                return false;
            }
            Path draft = draft(content);
            try {
                return link(target, draft);
            } finally {
                Files.deleteIfExists(draft);
            }
        });
    }

    private Path draft(byte[] content) throws IOException {
        Files.createDirectories(temporary);
        Path draft = Files.createTempFile(temporary, "object", "");
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(draft); // a full disk must not stay full of drafts
            throw e;
        }
        return draft;
    }

    private static boolean link(Path target, Path draft) throws IOException {
        for (int attempt = 1;; attempt++) {
            createFolders(target.getParent());
            try {
                Files.createLink(target, draft);
                sync(target.getParent());
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (NoSuchFileException e) {
                if (attempt == 5) { // a racing delete removed the folder again and again
                    throw e;
                }
            }
        }
    }

    /** Creates missing folders and syncs their parents, else a crash could forget the folder of a synced file. */
    private static void createFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            createFolders(folder.getParent());
            Files.createDirectories(folder);
            sync(folder.getParent());
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows opens no folders, and needs no sync of them
        }
    }

    @Override
    public Optional<byte[]> read(ObjectKey key) {
        return attempt("read " + key, () -> {
            try {
                return Optional.of(Files.readAllBytes(path(key)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<String> list(ObjectKey folder) {
        return attempt("list " + folder, () -> {
            try (Stream<Path> children = Files.list(path(folder))) {
                return children.map(child -> child.getFileName().toString()).sorted().toList();
            } catch (NoSuchFileException | NotDirectoryException e) {
                return List.of();
            }
        });
    }

    @Override
    public List<String> walk(ObjectKey folder) {
        return attempt("list " + folder, () -> {
            Path top = path(folder);
            List<String> files = new ArrayList<>();
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(top.relativize(file).toString().replace(File.separatorChar, '/'));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return e instanceof NoSuchFileException ? FileVisitResult.CONTINUE : super.visitFileFailed(file, e);
                }
            });
            Collections.sort(files);
            return files;
        });
    }

    @Override
    public void delete(Collection<ObjectKey> objects) {
        objects.forEach(this::delete);
    }

    @Override
    public void delete(ObjectKey key) {
        attempt("delete " + key, () -> {
            Path target = path(key);
            if (Files.isDirectory(target)) {
                try (Stream<Path> all = Files.walk(target)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        deleteIfPossible(path);
                    }
                }
            } else {
                Files.deleteIfExists(target);
            }
            return null;
        });
    }

    private static void deleteIfPossible(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            // something was created below meanwhile: it stays
        }
    }

    @Override
    public void check() {
        attempt("write to " + root, () -> {
            Files.delete(draft(new byte[1]));
            return null;
        });
    }

    /** Drafts of processes that died. */
    private void sweep() {
        if (!Files.isDirectory(temporary)) {
            return;
        }
        attempt("list " + temporary, () -> {
            try (Stream<Path> drafts = Files.list(temporary)) {
                for (Path draft : drafts.toList()) {
                    if (Files.getLastModifiedTime(draft).toInstant().isBefore(Instant.now().minus(ABANDONED))) {
                        Files.deleteIfExists(draft);
                    }
                }
            }
            return null;
        });
    }

    private Path path(ObjectKey key) {
        return root.resolve(key.toString());
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(String what, Work<T> work) {
        try {
            return work.run();
        } catch (IOException | UnsupportedOperationException e) {
            throw new StoreUnavailableException("cannot " + what + ": " + e, e);
        }
    }

    @Override
    public String toString() {
        return "folder " + root;
    }
}
