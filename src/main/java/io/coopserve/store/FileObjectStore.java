package io.coopserve.store;

import java.io.File;
import java.io.IOException;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects as files. Create-if-absent is a hard link from a synced temporary file: it holds between processes and after a
 * crash leaves the whole object or none.
 */
public final class FileObjectStore implements ObjectStore {
    private static final int ATTEMPTS = 20;

    private final Path root;
    private final Path temporary;

    public FileObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.temporary = this.root.resolve("temporary");
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
            FileBytes.write(channel, content);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(draft); // a full disk must not stay full of drafts
            throw e;
        }
        return draft;
    }

    private static boolean link(Path target, Path draft) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                createFolders(target.getParent());
                Files.createLink(target, draft);
                sync(target.getParent());
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) { // a racing delete removed the folder again and again
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
                return Optional.of(FileBytes.read(path(key)));
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
    public List<StoredObject> inventory(ObjectKey folder) {
        return attempt("list " + folder, () -> {
            Path top = path(folder);
            List<StoredObject> files = new ArrayList<>();
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(new StoredObject(top.relativize(file).toString().replace(File.separatorChar, '/'), attributes
                            .lastModifiedTime().toInstant()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return e instanceof NoSuchFileException ? FileVisitResult.CONTINUE : super.visitFileFailed(file, e);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                    return e instanceof NoSuchFileException
                            ? FileVisitResult.CONTINUE
                            : super.postVisitDirectory(visited, e);
                }
            });
            files.sort(Comparator.comparing(StoredObject::path));
            return files;
        });
    }

    @Override
    public void delete(Collection<ObjectKey> objects) {
        objects.forEach(key -> attempt("delete " + key, () -> {
            Files.deleteIfExists(path(key));
            deleteEmpty(path(key).getParent());
            return null;
        }));
    }

    /** A folder is there because of what is in it. */
    private void deleteEmpty(Path folder) throws IOException {
        try {
            for (Path empty = folder; !empty.equals(root); empty = empty.getParent()) {
                Files.deleteIfExists(empty);
            }
        } catch (DirectoryNotEmptyException e) {
            // so it stays, and all above it
        }
    }

    @Override
    public void delete(ObjectKey key) {
        attempt("delete " + key, () -> {
            Path target = path(key);
            if (Files.isDirectory(target)) {
                Files.walkFileTree(target, new Deletion());
            } else {
                Files.deleteIfExists(target);
            }
            deleteEmpty(target.getParent());
            return null;
        });
    }

    /** Others may delete below the same folder, or create there: what is gone is gone, and what comes stays. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return e instanceof NoSuchFileException ? FileVisitResult.CONTINUE : super.visitFileFailed(file, e);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException created) {
                // something was created below meanwhile: it stays
            }
            return FileVisitResult.CONTINUE;
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
    @Override
    public void sweep(Duration age) {
        if (!Files.isDirectory(temporary)) {
            return;
        }
        attempt("list " + temporary, () -> {
            try (Stream<Path> drafts = Files.list(temporary)) {
                for (Path draft : drafts.toList()) {
                    deleteIfOlder(draft, Instant.now().minus(age));
                }
            }
            return null;
        });
    }

    private static void deleteIfOlder(Path draft, Instant than) throws IOException {
        try {
            if (Files.getLastModifiedTime(draft).toInstant().isBefore(than)) {
                Files.deleteIfExists(draft);
            }
        } catch (NoSuchFileException e) {
            // its writer is done with it
        }
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
