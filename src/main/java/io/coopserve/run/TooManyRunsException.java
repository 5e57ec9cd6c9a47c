package io.coopserve.run;

/** More runs are under way than may be: of all tenants, or of one. */
public final class TooManyRunsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooManyRunsException(String message) {
        super(message);
    }

    static TooManyRunsException ofAll(int most) {
        return new TooManyRunsException("%d adaptation runs are under way or waiting already; try again later.".formatted(
                most));
    }

    static TooManyRunsException ofOneTenant(int most) {
        return new TooManyRunsException("%d adaptation runs of this tenant are under way or waiting; wait for one or cancel it."
                .formatted(most));
    }
}
