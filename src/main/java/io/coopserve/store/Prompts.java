package io.coopserve.store;

import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

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
    private static final String CARD = "card.json";

    private final ObjectStore store;
    private final Pointers pointers;
    private final int most;

    Prompts(ObjectStore store, Pointers pointers, VersionLimit limit) {
        this.store = store;
        this.pointers = pointers;
        this.most = limit.versions();
    }

    /** @throws TooManyVersionsException if no other version may be published */
    public void checkRoom(TenantId tenant, Name prompt) {
        if (numbers(tenant, prompt).size() >= most) {
            throw new TooManyVersionsException(prompt, most);
        }
    }

    /** Publishes a new version and makes it the current one. */
    public PromptCard publish(TenantId tenant, Name prompt, LearnedPrompt learned, IntFunction<PromptCard> card) {
        byte[] file = PromptFile.write(learned);
        String hash = ContentHash.of(file);
        for (int version = highest(tenant, prompt) + 1;; version++) {
            if (store.create(version(tenant, prompt, version).then(FILE), file)) {
                PromptCard written = card.apply(version).of(hash);
                store.create(version(tenant, prompt, version).then(CARD), Json.write(written));
                pointers.move(tenant, prompt, version, Optional.empty());
                return written;
            }
        }
    }

    /**
     * What a run that was begun before has published already. A version that was written, but for the move of the pointer that
     * makes it the current one, is made it now.
     *
     * @param which of its versions
     */
    public Optional<PromptCard> publishedBy(TenantId tenant, Name prompt, String run, Predicate<PromptCard> which) {
        Optional<PromptCard> card = versions(tenant, prompt).stream().sorted(Comparator.reverseOrder())
                .map(version -> card(tenant,
                        prompt, version))
                .filter(published -> run.equals(published.run()) && which.test(published)).findFirst();
        card.map(PromptCard::version).filter(version -> pointers.history(tenant, prompt).stream().noneMatch(pointer -> pointer
                .version() == version)).ifPresent(version -> pointers.move(tenant, prompt, version, Optional.empty()));
        return card;
    }

    /** Names of the prompts that have a version. */
    public List<Name> list(TenantId tenant) {
        return store.walk(ObjectKey.of(tenant).then("prompts")).stream().filter(path -> path.endsWith("/" + CARD)).map(
                path -> new Name(path.substring(0, path.indexOf('/')))).distinct().sorted().toList();
    }

    /** Numbers of the versions, rising. */
    public List<Integer> versions(TenantId tenant, Name prompt) {
        return store.walk(folder(tenant, prompt).then("versions")).stream().filter(path -> path.endsWith("/" + CARD)).map(
                path -> Integer.valueOf(path.substring(0, path.indexOf('/')))).sorted().toList();
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
        String hash = card(tenant, prompt, version).fileSha256();
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
        return pointers.move(tenant, prompt, version, expected);
    }

    /** @throws ConflictException if it is the current one */
    public void delete(TenantId tenant, Name prompt, int version) {
        card(tenant, prompt, version);
        if (pointers.fresh(tenant, prompt).version() == version) {
            throw new ConflictException("Version %d is the current one of prompt \"%s\": move the pointer first.".formatted(
                    version, prompt));
        }
        store.delete(version(tenant, prompt, version).then(CARD)); // first: without its card it is gone
        store.delete(version(tenant, prompt, version).then(FILE));
    }

    /** Deletes all versions; only a note of the numbers used stays. */
    public void delete(TenantId tenant, Name prompt) {
        if (versions(tenant, prompt).isEmpty()) {
            throw absent(prompt);
        }
        pointers.retire(tenant, prompt, highest(tenant, prompt));
        store.delete(folder(tenant, prompt).then("versions"));
    }

    private int highest(TenantId tenant, Name prompt) {
        int listed = numbers(tenant, prompt).stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(listed, pointers.fresh(tenant, prompt).highest());
    }

    private List<Integer> numbers(TenantId tenant, Name prompt) {
        return store.list(folder(tenant, prompt).then("versions")).stream().map(Integer::valueOf).sorted().toList();
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
