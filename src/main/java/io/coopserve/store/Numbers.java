package io.coopserve.store;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Names that are numbers, as of versions, moves, attempts and events. Whatever else lies there is not ours and is passed over. */
final class Numbers {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    private Numbers() {
    }

    /** Those among names that are a number and then a suffix, rising. */
    static List<Long> in(Collection<String> names, String suffix) {
        return names.stream().filter(name -> name.endsWith(suffix)).map(name -> name.substring(0, name.length() - suffix
                .length())).filter(name -> NUMBER.matcher(name).matches()).map(Long::valueOf).sorted().toList();
    }

    static List<Long> in(Collection<String> names) {
        return in(names, "");
    }

    /** The last of rising numbers, 0 if there are none. */
    static long highest(List<Long> numbers) {
        return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    }
}
