package io.coopserve.tenant;

/** A name that cannot become part of an object key. */
public final class InvalidNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidNameException(String what, String value) {
        super("The %s %s is not valid: use 1 to 63 of a-z, 0-9, '_' and '-', beginning and ending with a letter or digit."
                .formatted(what, value == null ? "(none)" : '"' + shown(value) + '"'));
    }

    private static String shown(String value) {
        String visible = value.replaceAll("\\p{Cntrl}", "?");
        return visible.length() > 80 ? visible.substring(0, 80) + "…" : visible;
    }
}
