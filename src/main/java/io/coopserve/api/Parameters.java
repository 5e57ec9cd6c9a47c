package io.coopserve.api;

import java.util.Optional;

/** Query parameters, so that a wrong one gets a problem that names it (JAX-RS would say 404). */
final class Parameters {
    private Parameters() {
    }

    static Optional<Integer> integer(String name, String value, int least) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && value.matches("[0-9]+")) { // it takes +1 and the digits of all scripts, too
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw BadRequest.malformed("%s=%s is wrong: it must be an integer of at least %d.".formatted(name, value, least));
    }

    static double fraction(String name, String value) {
        if (value == null) {
            return 0;
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw BadRequest.malformed("%s=%s is wrong: it must be a number from 0 to 1.".formatted(name, value));
    }

    /** A version number in a path. */
    static int version(String value) {
        return integer("version", value, 1).orElseThrow();
    }
}
