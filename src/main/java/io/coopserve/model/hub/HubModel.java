package io.coopserve.model.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.coopserve.model.InvalidModelException;

/**
 * The name of a model on the Hugging Face Hub.
 *
 * @param repository as {@code owner/name}
 * @param revision branch, tag or commit
 */
record HubModel(String repository, String revision) {
    static final String SCHEME = "hf:";
    private static final String WORD = "\\w(?:[\\w.-]{0,94}\\w)?";
    private static final Pattern NAME = Pattern.compile("hf:(" + WORD + "/" + WORD + ")(?:@(\\w[\\w.+-]*(?:/\\w[\\w.+-]*)*))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** @param model {@code hf:owner/name}, or {@code hf:owner/name@revision} */
    static HubModel of(String model) {
        Matcher name = NAME.matcher(model);
        if (!name.matches() || model.length() > 300 || name.group(1).contains("--") || model.contains("..")) {
            throw new InvalidModelException("'%s' is no name of a model on the Hugging Face Hub: use hf:owner/name or "
                    .formatted(model) + "hf:owner/name@revision, such as hf:openai/clip-vit-base-patch16");
        }
        return new HubModel(name.group(1), name.group(2) == null ? "main" : name.group(2));
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** Whether the revision can never mean something else. */
    boolean isPinned() {
        return isCommit(revision);
    }

    /** Its folder in the cache. */
    String folder() {
        return "models--" + repository.replace("/", "--");
    }

    @Override
    public String toString() {
        return SCHEME + repository + "@" + revision;
    }
}
