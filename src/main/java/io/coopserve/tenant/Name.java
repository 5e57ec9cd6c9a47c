package io.coopserve.tenant;

import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a prompt or a data set. It becomes part of object keys, so only characters that mean the same in every
 * object store and file system are taken.
 */
public record Name(@JsonValue String value) implements Comparable<Name> {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Name {
        check(value, "name");
    }

    public static boolean isValid(String value) {
        return value != null && ALLOWED.matcher(value).matches();
    }

    static void check(String value, String what) {
        if (!isValid(value)) {
            throw new InvalidNameException(what, value);
        }
    }

    @Override
    public int compareTo(Name other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
