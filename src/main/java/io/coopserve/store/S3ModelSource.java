package io.coopserve.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.coopserve.model.InvalidModelException;
import io.coopserve.model.ModelFiles;
import io.coopserve.model.ModelSource;
import io.coopserve.model.download.Download;
import io.coopserve.model.download.DownloadLock;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Models in a bucket of the server, and with the credentials, that the S3 store has; its prefix does not count here. */
@Singleton
final class S3ModelSource implements ModelSource {
    private static final Logger LOG = Logger.getLogger(S3ModelSource.class);
    private static final String SCHEME = "s3://";
    private static final Pattern NAME = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** So often a model may change while it is being downloaded. */
    private static final int CHANGES = 3;
    private static final int MAX_FILES = 10_000;

    private final S3Configuration configuration;

    S3ModelSource(S3Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Path fetch(String model, Path cache) throws InterruptedException {
        Matcher name = NAME.matcher(model);
        String prefix = name.matches() && name.group(2) != null ? name.group(2) : "";
        if (!name.matches() || !prefix.isEmpty() && !S3Bucket.isPrefix(prefix)) {
            throw new InvalidModelException("'%s' is no place in S3: use s3://bucket/prefix, such as s3://models/clip/vit-b-16"
                    .formatted(model));
        }
        try (S3Bucket bucket = new S3Bucket(configuration, name.group(1), prefix)) {
            return new Fetch(bucket, cache).fetch();
        } catch (StoreUnavailableException e) {
            throw new InvalidModelException(e.getMessage(), e);
        }
    }

    /**
     * One object.
     *
     * @param etag changes when the content does
     */
    private record Entry(String etag, long size) {}

    /** An object is not, or no longer, what was listed. */
    private static final class ChangedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One model, once. Its files lie in a folder that is named by all their ETags, and appears when it is complete. */
    private record Fetch(S3Bucket bucket, Path cache) {
        private Path fetch() throws InterruptedException {
            Path folder = cache.resolve("models").resolve("s3").resolve(hash(bucket.toString()));
            try {
                Files.createDirectories(folder);
                try (FileChannel lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
                    DownloadLock.await(lock, bucket.toString());
                    return fetch(folder);
                }
            } catch (IOException e) {
                throw new InvalidModelException("%s cannot be put into %s: %s".formatted(bucket, folder, e), e);
            }
        }

        private Path fetch(Path folder) throws IOException, InterruptedException {
            for (int changes = 0; changes < CHANGES; changes++) {
                Map<String, Entry> listed = list();
                Path complete = folder.resolve(hash(listed.toString()));
                if (Files.isDirectory(complete)) {
                    return complete;
                }
                Path draft = folder.resolve(complete.getFileName() + ".incomplete");
                discardOthers(folder, draft);
                try {
                    download(listed, Files.createDirectories(draft), complete);
                    return complete;
                } catch (ChangedException e) {
                    LOG.warnf("%s changed while it was being downloaded: beginning anew", bucket);
                }
            }
            throw new InvalidModelException("%s changed %d times while it was being downloaded".formatted(bucket, CHANGES));
        }

        /** What was begun of a model that has changed since. */
        private static void discardOthers(Path folder, Path draft) throws IOException {
            try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, "*.incomplete")) {
                for (Path other : drafts) {
                    if (!other.equals(draft)) {
                        discard(other);
                    }
                }
            }
        }

        private static void discard(Path draft) throws IOException {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(draft)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(draft);
        }

        /** The objects right below the prefix that may be a model's files. */
        private Map<String, Entry> list() {
            return bucket.call("list the model", client -> {
                Map<String, Entry> entries = new TreeMap<>();
                for (S3Object object : client.listObjectsV2Paginator(request -> request.bucket(bucket.name()).prefix(bucket
                        .prefix()).delimiter("/")).contents()) {
                    String name = object.key().substring(bucket.prefix().length());
                    if (ModelFiles.isCandidate(name)) {
                        entries.put(name, new Entry(object.eTag(), object.size()));
                    }
                    if (entries.size() > MAX_FILES) {
                        throw new InvalidModelException("%s holds more than %d files: name the folder of one model".formatted(
                                bucket, MAX_FILES));
                    }
                }
                return entries;
            });
        }

        private void download(Map<String, Entry> listed, Path draft, Path complete) throws IOException, InterruptedException {
            ModelFiles files = new ModelFiles(listed.keySet());
            String weights = files.requireWeights(bucket.toString());
            get(files.settings(), listed, draft);
            List<String> last = List.of(weights);
            if (ModelFiles.isIndex(weights)) {
                get(last, listed, draft);
                last = files.shards(draft.resolve(weights));
            }
            get(last, listed, draft);
            Files.move(draft, complete, StandardCopyOption.ATOMIC_MOVE);
            LOG.infof("%s is in %s", bucket, complete);
        }

        private void get(List<String> names, Map<String, Entry> listed, Path draft) throws IOException, InterruptedException {
            for (String name : names) {
                if (!Files.exists(draft.resolve(name))) {
                    Entry entry = listed.get(name);
                    Path partial = draft.resolve(name + ".incomplete");
                    new Download(name, entry.size(), offset -> read(name, entry, offset), PAUSE).complete(partial);
                    verify(name, entry, partial);
                    Files.move(partial, draft.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }

        private void verify(String name, Entry entry, Path partial) throws IOException {
            HeadObjectResponse object = current("look at " + name, client -> client.headObject(request -> request.bucket(bucket
                    .name()).key(bucket.prefix() + name).ifMatch(entry.etag()).checksumMode(ChecksumMode.ENABLED)));
            Optional<S3Checksum> sum = S3Checksum.of(object);
            if (sum.isPresent() && !sum.get().matches(partial)) {
                Files.delete(partial);
                throw new ChangedException();
            }
        }

        /** @throws ChangedException if the object is not the listed one any more */
        private <T> T current(String what, Function<S3Client, T> work) {
            return bucket.call(what, client -> {
                try {
                    return work.apply(client);
                } catch (S3Exception e) {
                    if (Set.of(404, 412, 416).contains(e.statusCode())) {
                        throw new ChangedException();
                    }
                    throw e;
                }
            });
        }

        private Download.Content read(String name, Entry entry, long offset) throws IOException {
            ResponseInputStream<GetObjectResponse> content;
            try {
                content = current("read " + name, client -> client.getObject(request -> request.bucket(bucket.name()).key(bucket
                        .prefix() + name).ifMatch(entry.etag()).range(offset == 0 ? null : "bytes=" + offset + "-")));
            } catch (StoreUnavailableException e) {
                throw new IOException(e.getMessage(), e); // tried again, as a break in the middle is
            }
            if (!entry.etag().equals(content.response().eTag())) {
                content.abort();
                throw new ChangedException();
            }
            boolean continued = content.response().contentRange() != null && content.response().contentRange().startsWith(
                    "bytes " + offset + "-");
            return new Download.Content(content, continued ? offset : 0);
        }

        private static String hash(String text) {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(
                        StandardCharsets.UTF_8)), 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
