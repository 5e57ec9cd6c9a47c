package io.coopserve.api;

/** A request whose form is wrong, told apart by the status it gets. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private BadRequest(int status, String message) {
        super(message);
        this.status = status;
    }

    static BadRequest of(int status, String message) {
        return new BadRequest(status, message);
    }

    static BadRequest malformed(String message) {
        return new BadRequest(400, message);
    }

    static BadRequest tooLarge(String message) {
        return new BadRequest(413, message);
    }

    static BadRequest unprocessable(String message) {
        return new BadRequest(422, message);
    }

    int status() {
        return status;
    }
}
