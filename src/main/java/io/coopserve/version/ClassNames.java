package io.coopserve.version;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.dataset.UploadLimits;

/** What a class list may be that comes by itself, not as the folders of an upload; the limits are the same. */
@ApplicationScoped
class ClassNames {
    private final UploadLimits limits;

    ClassNames(UploadLimits limits) {
        this.limits = limits;
    }

    /** @throws InvalidPromptException naming what is wrong */
    void check(List<String> names) {
        if (names.isEmpty() || names.size() > limits.classes()) {
            throw new InvalidPromptException("There would be %d classes; there must be 1 to %d.".formatted(names.size(), limits
                    .classes()));
        }
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            if (name == null || name.isBlank() || name.length() > limits.classNameLength()) {
                throw new InvalidPromptException(
                        "The class name \"%.40s\" has %d characters; use 1 to %d.".formatted(name == null
                                ? ""
                                : name.strip(), name == null ? 0 : name.strip().length(), limits.classNameLength()));
            }
            String other = seen.put(name.replace('_', ' ').toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new InvalidPromptException(other.equals(name)
                        ? "The class \"%s\" would be there twice.".formatted(name)
                        : "The classes \"%s\" and \"%s\" are the same name to CLIP, which ignores case and reads '_' as a blank."
                                .formatted(other, name));
            }
        }
    }
}
