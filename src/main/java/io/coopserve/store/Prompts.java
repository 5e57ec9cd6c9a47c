package io.coopserve.store;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.prompt.PromptFile;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * Published prompts: immutable versions. A version is there once its card is, which is written last, so a crash never
 * leaves half a version. Numbers are never used twice, not even after a prompt was deleted.
 */
@ApplicationScoped
public class Prompts {
    private static final String FILE = "prompt.safetensors";
    static final String CARD = "card.json";
    static final String DELETED = "deleted";

    private final ObjectStore store;
    private final Pointers pointers;
    private final int most;
    private final RetentionConfiguration retention;

    Prompts(ObjectStore store, Pointers pointers, VersionLimit limit, RetentionConfiguration retention) {
        this.store = store;
        this.pointers = pointers;
        this.most = limit.versions();
        this.retention = retention;
    }

    /** @throws TooManyVersionsException if no other version may be published */
    public void checkRoom(TenantId tenant, Name prompt) {
        if (versions(tenant, prompt).size() >= most) {
            throw new TooManyVersionsException(prompt, most);
        }
    }

    /** Publishes a new version and makes it the current one. */
    public PromptCard publish(TenantId tenant, Name prompt, LearnedPrompt learned, IntFunction<PromptCard> card) {
        byte[] file = PromptFile.write(learned);
        while (true) {
            int version = reserve(tenant, prompt, file);
            PromptCard written = card.apply(version).of(ContentHash.of(file));
            store.create(version(tenant, prompt, version).then(CARD), Json.write(written));
            if (pointers.move(tenant, prompt, version, Optional.empty()).after().version() == version) {
                requireWhole(tenant, prompt, version);
                expire(tenant, prompt);
                return written;
            }
            remove(tenant, prompt, List.of(version)); // the prompt was deleted meanwhile
        }
    }

    /**
     * Publishes what a run has learned as a new version and makes it the current one, once, whichever of its attempts says so and
     * how often.
     *
     * @throws SealedRunException if the run has ended otherwise
     * @throws NotFoundException if the run is gone with its tenant
     */
    public PromptCard publish(Publication publication, LearnedPrompt learned, IntFunction<PromptCard> card) {
        TenantId tenant = publication.tenant();
        Name prompt = publication.prompt();
        byte[] file = PromptFile.write(learned);
        long since = pointers.fresh(tenant, prompt).sequence();
        int version = reserve(tenant, prompt, file);
        Outcome published = Outcome.published(card.apply(version).of(ContentHash.of(file)), since);
        boolean first = store.create(publication.key(), Json.write(published));
        if (!first || store.read(Runs.request(tenant, publication.run())).isEmpty()) {
            abandon(tenant, prompt, version);
            if (first) {
                store.delete(List.of(publication.key()));
                throw new NotFoundException("Run %s was deleted with its tenant.".formatted(publication.run()));
            }
            return published(publication).orElseThrow(SealedRunException::new);
        }
        PromptCard written = complete(publication, published);
        expire(tenant, prompt);
        return written;
    }

    /** What a run has published. What an attempt of it that died had not finished is finished now. */
    public Optional<PromptCard> published(Publication publication) {
        return outcome(publication).filter(outcome -> outcome.card() != null).map(outcome -> complete(publication, outcome));
    }

    private PromptCard complete(Publication publication, Outcome published) {
        TenantId tenant = publication.tenant();
        Name prompt = publication.prompt();
        int version = published.card().version();
        if (!isDeleted(tenant, prompt, version)) {
            store.create(version(tenant, prompt, version).then(CARD), Json.write(published.card()));
            if (pointers.moveOnce(tenant, prompt, version, published.since()).after().retired() >= version) {
                remove(tenant, prompt, List.of(version)); // the prompt was deleted since, and this version with it
            } else {
                requireWhole(tenant, prompt, version);
            }
        }
        return published.card();
    }

    /** @throws NotFoundException if the tenant was deleted while the version was published; then what came after is too */
    private void requireWhole(TenantId tenant, Name prompt, int version) {
        List<String> objects = store.list(version(tenant, prompt, version));
        if (objects.contains(CARD) && !objects.contains(FILE)) {
            pointers.retire(tenant, prompt, version);
            remove(tenant, prompt, List.of(version));
            throw absent(prompt, version);
        }
    }

    /**
     * Lets a run publish nothing any more.
     *
     * @param end what there is to say instead
     * @return false if that is too late, since it has published or was sealed before
     */
    public boolean seal(Publication publication, Object end) {
        return store.create(publication.key(), Json.write(Outcome.sealed(Json.tree(end))));
    }

    /** What was said when the run was sealed. */
    public <T> Optional<T> sealed(Publication publication, Class<T> type) {
        return outcome(publication).filter(outcome -> outcome.end() != null).map(outcome -> Json.read(outcome.end(), type));
    }

    private Optional<Outcome> outcome(Publication publication) {
        return store.read(publication.key()).map(bytes -> Json.read(bytes, Outcome.class));
    }

    /** Takes the next free number by writing the file. @return the number */
    private int reserve(TenantId tenant, Name prompt, byte[] file) {
        for (int version = highest(tenant, prompt) + 1;; version++) {
            if (store.create(version(tenant, prompt, version).then(FILE), file)) {
                return version;
            }
        }
    }

    /** Names of the prompts that have a version. */
    public List<Name> list(TenantId tenant) {
        return store.list(ObjectKey.of(tenant).then("prompts")).stream().filter(Name::isValid).map(Name::new).filter(
                prompt -> !versions(tenant, prompt).isEmpty()).toList();
    }

    /** Numbers of the versions, rising. */
    public List<Integer> versions(TenantId tenant, Name prompt) {
        List<String> paths = store.walk(folder(tenant, prompt).then("versions"));
        List<Long> deleted = Numbers.in(paths, "/" + DELETED);
        return Numbers.in(paths, "/" + CARD).stream().filter(version -> !deleted.contains(version)).map(Long::intValue)
                .toList();
    }

    /**
     * @throws NotFoundException if there is no such version
     * @throws DamagedVersionException if what is stored is no card
     */
    public PromptCard card(TenantId tenant, Name prompt, int version) {
        byte[] card = store.read(version(tenant, prompt, version).then(CARD)).orElseThrow(() -> absent(prompt, version));
        try {
            return Json.read(card, PromptCard.class);
        } catch (UncheckedIOException e) {
            throw new DamagedVersionException(prompt, version);
        }
    }

    /**
     * The file of a version.
     *
     * @throws NotFoundException if there is no such version
     * @throws DamagedVersionException if it is not the one that was published
     */
    public byte[] file(TenantId tenant, Name prompt, int version) {
        return file(tenant, prompt, card(tenant, prompt, version));
    }

    /** The same for who has read the card. */
    public byte[] file(TenantId tenant, Name prompt, PromptCard card) {
        int version = card.version();
        String hash = card.fileSha256();
        byte[] file = store.read(version(tenant, prompt, version).then(FILE)).orElseThrow(() -> absent(prompt, version));
        if (hash != null && !hash.equals(ContentHash.of(file))) {
            throw new DamagedVersionException(prompt, version);
        }
        return file;
    }

    /** Versions that were current before, the last one first, each once. */
    public List<Integer> former(TenantId tenant, Name prompt) {
        return pointers.history(tenant, prompt).stream().map(Pointer::version).filter(version -> version > 0).distinct().skip(1)
                .toList();
    }

    /**
     * The current version, by the pointer.
     *
     * @throws NotFoundException if there is no such prompt
     */
    public Pointer current(TenantId tenant, Name prompt) {
        Pointer pointer = pointers.current(tenant, prompt);
        if (pointer.version() == 0) {
            throw absent(prompt);
        }
        return pointer;
    }

    /** @throws NotFoundException if there is no such version */
    public Pointer move(TenantId tenant, Name prompt, int version, Optional<Long> expected) {
        card(tenant, prompt, version);
        Pointers.Move moved = pointers.move(tenant, prompt, version, expected);
        if (moved.after().version() != version) {
            throw absent(prompt, version); // deleted with the prompt meanwhile
        }
        if (isDeleted(tenant, prompt, version)) { // meanwhile: who deletes looks at the pointer after saying so, as we at that
            pointers.move(tenant, prompt, moved.before().version(), Optional.of(moved.after().sequence()));
            throw absent(prompt, version);
        }
        return moved.after();
    }

    /** @throws ConflictException if it is the current one */
    public void delete(TenantId tenant, Name prompt, int version) {
        card(tenant, prompt, version);
        requireFormer(tenant, prompt, version);
        ObjectKey deleted = version(tenant, prompt, version).then(DELETED);
        store.create(deleted, new byte[0]); // first: whoever was about to publish or promote it finds that
        try {
            requireFormer(tenant, prompt, version);
        } catch (ConflictException e) {
            store.delete(List.of(deleted));
            throw e;
        }
        remove(tenant, prompt, List.of(version));
    }

    /** Deletes versions that the tenant does not keep: all but the newest ones and the current one. */
    void expire(TenantId tenant, Name prompt) {
        kept(tenant).ifPresent(kept -> {
            List<Integer> versions = versions(tenant, prompt);
            int current = pointers.fresh(tenant, prompt).version();
            for (int version : versions.subList(0, Math.max(0, versions.size() - kept))) {
                if (version != current) {
                    expire(tenant, prompt, version);
                }
            }
        });
    }

    private Optional<Integer> kept(TenantId tenant) {
        return Optional.ofNullable(retention.tenants().get(tenant.value())).flatMap(RetentionConfiguration.OfTenant::versions)
                .or(retention::versions);
    }

    private void expire(TenantId tenant, Name prompt, int version) {
        try {
            delete(tenant, prompt, version);
        } catch (ConflictException | NotFoundException e) {
            // it was made the current one, or deleted, meanwhile
        }
    }

    private void requireFormer(TenantId tenant, Name prompt, int version) {
        if (pointers.fresh(tenant, prompt).version() == version) {
            throw new ConflictException("Version %d is the current one of prompt \"%s\": move the pointer first.".formatted(
                    version, prompt));
        }
    }

    /** Deletes all versions; only a note of the numbers used stays. */
    public void delete(TenantId tenant, Name prompt) {
        if (versions(tenant, prompt).isEmpty()) {
            throw absent(prompt);
        }
        int retired = pointers.retire(tenant, prompt, highest(tenant, prompt)).retired();
        remove(tenant, prompt, numbers(tenant, prompt).stream().filter(version -> version <= retired).toList());
    }

    /** Its number is not free again: a deletion that comes late would hit whoever had taken it. */
    private void abandon(TenantId tenant, Name prompt, int version) {
        store.create(version(tenant, prompt, version).then(DELETED), new byte[0]);
        remove(tenant, prompt, List.of(version));
    }

    /** Without its card a version is gone, so cards go first. */
    private void remove(TenantId tenant, Name prompt, List<Integer> versions) {
        store.delete(versions.stream().map(version -> version(tenant, prompt, version).then(CARD)).toList());
        store.delete(versions.stream().map(version -> version(tenant, prompt, version).then(FILE)).toList());
    }

    private boolean isDeleted(TenantId tenant, Name prompt, int version) {
        return store.read(version(tenant, prompt, version).then(DELETED)).isPresent();
    }

    private int highest(TenantId tenant, Name prompt) {
        int listed = numbers(tenant, prompt).stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(listed, pointers.fresh(tenant, prompt).highest());
    }

    private List<Integer> numbers(TenantId tenant, Name prompt) {
        return Numbers.in(store.list(folder(tenant, prompt).then("versions"))).stream().map(Long::intValue).toList();
    }

    static ObjectKey folder(TenantId tenant, Name prompt) {
        return ObjectKey.of(tenant).then("prompts", prompt);
    }

    private static ObjectKey version(TenantId tenant, Name prompt, int version) {
        return folder(tenant, prompt).then("versions", version);
    }

    private static NotFoundException absent(Name prompt) {
        return new NotFoundException("There is no prompt \"%s\".".formatted(prompt));
    }

    private static NotFoundException absent(Name prompt, int version) {
        return new NotFoundException("Prompt \"%s\" has no version %d.".formatted(prompt, version));
    }
}
