package io.coopserve.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the class name stands among context vectors (CoOp, section 3.1). */
public enum ClassPosition {
    /** {@code v_1 … v_M name .} */
    END {
        @Override
        public int before(int contextLength) {
            return contextLength;
        }
    },
    /** {@code v_1 … v_M/2 name v_M/2+1 … v_M .}, M/2 rounded down. */
    MIDDLE {
        @Override
        public int before(int contextLength) {
            return contextLength / 2;
        }
    },
    /** {@code name v_1 … v_M .} */
    FRONT {
        @Override
        public int before(int contextLength) {
            return 0;
        }
    };

    /** How many of M context vectors stand before the name. */
    public abstract int before(int contextLength);

    /** By the name that recipes and files use. */
    public static Optional<ClassPosition> of(String name) {
        return Arrays.stream(values()).filter(position -> position.toString().equals(name)).findFirst();
    }

    /** All names, for a message. */
    public static String offered() {
        return Arrays.stream(values()).map("\"%s\""::formatted).collect(Collectors.joining(", "));
    }

    /** As it is written in recipes and files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
