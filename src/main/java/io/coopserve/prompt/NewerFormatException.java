package io.coopserve.prompt;

/** A prompt was written by a later release than this one. */
public final class NewerFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NewerFormatException(String written, String known) {
        super("The prompt has the format %s; this service reads %s. Serve it with the release that wrote it, or adapt again."
                .formatted(written, known));
    }
}
