package io.coopserve.model.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.coopserve.model.InvalidModelException;
import io.coopserve.model.ModelFiles;
import io.coopserve.model.ModelSource;
import io.coopserve.model.download.Download;
import io.coopserve.model.download.Retries;

/** Models on the Hugging Face Hub, in the cache that Hugging Face's own programs use. */
@Singleton
public final class HubSource implements ModelSource {
    private final Map<String, String> environment;

    HubSource() {
        this(System.getenv());
    }

    HubSource(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String scheme() {
        return HubModel.SCHEME;
    }

    @Override
    public Path fetch(String model, Path cache) throws InterruptedException {
        return new Fetch(HubSettings.of(environment), HubModel.of(model)).fetch();
    }

    /** One model, once. */
    private static final class Fetch {
        private static final Logger LOG = Logger.getLogger(HubSource.class);

        private final HubSettings settings;
        private final HubModel model;
        private final HubCache cache;
        private final HubClient client;

        private Fetch(HubSettings settings, HubModel model) {
            this.settings = settings;
            this.model = model;
            this.cache = new HubCache(settings, model);
            this.client = new HubClient(settings, model);
        }

        private Path fetch() throws InterruptedException {
            Optional<String> cached = cache.commit(model).filter(commit -> ModelFiles.hasWeights(cache.snapshot(commit)));
            if (settings.offline()) {
                return cached.map(cache::snapshot).orElseThrow(() -> new InvalidModelException(
                        "%s is not in the cache %s, and HF_HUB_OFFLINE forbids to download it".formatted(model, settings
                                .cache())));
            }
            if (model.isPinned() && cached.filter(this::isComplete).isPresent()) {
                return cache.snapshot(model.revision());
            }
            HubClient.Listing listing;
            try {
                listing = client.list();
            } catch (IOException e) {
                if (cached.isPresent()) {
                    LOG.warnf("%s cannot be asked for %s (%s): the cached commit %.12s is used", settings.endpoint(), model,
                            Retries.reason(e), cached.get());
                    return cache.snapshot(cached.get());
                }
                LOG.warnf("%s cannot be asked for %s yet: %s", settings.endpoint(), model, Retries.reason(e));
                listing = retries("asking %s for %s".formatted(settings.endpoint(), model)).until(client::list);
            }
            return fetch(listing);
        }

        /** Whether all that could be used of a commit is here, or known not to exist. */
        private boolean isComplete(String commit) {
            return ModelFiles.in(cache.snapshot(commit)).missingSettings().stream().allMatch(file -> cache.lacks(commit, file));
        }

        /** Weights come last: where they are, the rest is. */
        private Path fetch(HubClient.Listing listing) throws InterruptedException {
            ModelFiles files = new ModelFiles(listing.names());
            String commit = listing.commit();
            Path snapshot = cache.snapshot(commit);
            String weights = files.requireWeights(model.toString());
            get(commit, files.settings());
            List<String> last = List.of(weights);
            if (ModelFiles.isIndex(weights)) {
                get(commit, last);
                last = files.shards(snapshot.resolve(weights));
            }
            get(commit, last);
            remember(commit, files.missingSettings());
            LOG.infof("%s is commit %.12s, in %s", model, commit, snapshot);
            return snapshot;
        }

        /** So that it can be found without asking; a cache that cannot be written is used all the same. */
        private void remember(String commit, List<String> absent) {
            try {
                for (String file : absent) {
                    cache.markAbsent(commit, file);
                }
                cache.refer(model, commit);
            } catch (IOException e) {
                LOG.debugf(e, "the cache %s cannot be written", settings.cache());
            }
        }

        private void get(String commit, List<String> names) throws InterruptedException {
            for (String name : names) {
                if (!cache.has(commit, name)) {
                    HubFile file = retries("asking for " + name).until(() -> client.look(commit, name));
                    try {
                        cache.exclusively(file, () -> get(commit, file));
                    } catch (IOException e) {
                        throw new InvalidModelException("%s of %s cannot be put into the cache %s: %s".formatted(name, model,
                                settings.cache(), e), e);
                    }
                }
            }
        }

        private void get(String commit, HubFile file) throws IOException, InterruptedException {
            if (!Files.isRegularFile(cache.blob(file))) {
                Path partial = cache.partial(file);
                download(commit, file, partial);
                Files.move(partial, cache.blob(file), StandardCopyOption.ATOMIC_MOVE);
            }
            cache.link(file, commit);
        }

        /** Begins anew once: what an earlier process left, or a server that changed its mind, may have spoiled it. */
        private void download(String commit, HubFile file, Path partial) throws IOException, InterruptedException {
            for (boolean again = false;; again = true) {
                new Download(file.name(), file.size(), client.source(commit, file), settings.pause()).complete(partial);
                if (file.matches(partial)) {
                    return;
                }
                Files.delete(partial);
                if (again) {
                    throw new InvalidModelException(
                            "%s of %s came twice with a content that is not %s, its hash; it is not used".formatted(file.name(),
                                    model, file.etag()));
                }
                LOG.warnf("%s is not what its hash %.12s says: downloading it anew", file.name(), file.etag());
            }
        }

        private Retries retries(String what) {
            return new Retries(what, settings.pause());
        }
    }
}
