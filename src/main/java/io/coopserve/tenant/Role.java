package io.coopserve.tenant;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may do. Each role includes those before it. */
public enum Role {
    /** Ask: classify, embed, look at prompts. */
    CLASSIFY,
    /** Everything that is about one tenant's own: data sets, runs, prompts. */
    ADAPT,
    /** Everything, for every tenant. */
    OPERATE;

    /** As it stands in tokens and annotations. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All that a caller with these roles has; words that are no role are others' business. */
    public static Set<Role> including(Collection<String> granted) {
        return Arrays.stream(values())
                .filter(role -> Arrays.stream(values()).anyMatch(other -> other.compareTo(role) >= 0 && granted.contains(other
                        .text())))
                .collect(Collectors.toUnmodifiableSet());
    }
}
