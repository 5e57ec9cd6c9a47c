package io.coopserve.image;

/** Bytes that cannot be decoded as an image, or more pixels than are allowed. */
public final class InvalidImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller can do about it. */
    public enum Reason {
        /** Nothing was sent. */
        EMPTY,
        /** Another format is needed. */
        UNKNOWN_FORMAT,
        /** The format is known, the content is broken. */
        CORRUPT,
        /** A smaller picture is needed. */
        TOO_LARGE
    }

    private final Reason reason;

    InvalidImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** @param what is wrong, without full stop; what is taken is added */
    static InvalidImageException unknown(String what) {
        return new InvalidImageException(Reason.UNKNOWN_FORMAT, what + ": send a JPEG, PNG, WebP, GIF or BMP.");
    }

    /** @param what is wrong, without full stop */
    static InvalidImageException corrupt(String what) {
        return new InvalidImageException(Reason.CORRUPT, "The image is truncated or corrupt: " + what + ".");
    }

    static InvalidImageException tooLarge(String message) {
        return new InvalidImageException(Reason.TOO_LARGE, message);
    }

    public Reason reason() {
        return reason;
    }
}
