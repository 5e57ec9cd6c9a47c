package io.coopserve.demo.world;

import java.util.List;
import java.util.Locale;

/** What captions can speak of. */
public interface Named {
    /** The words for it, at least one; the first is its usual name and that of its class in a task. */
    List<String> words();

    /** Its usual name. */
    default String word() {
        return words().get(0);
    }

    /** The usual name of a constant is its own, in lower case. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
