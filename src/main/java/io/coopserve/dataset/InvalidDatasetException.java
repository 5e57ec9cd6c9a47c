package io.coopserve.dataset;

/** An upload that is no data set: the message names the entry or class that is wrong. */
public final class InvalidDatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidDatasetException(String message) {
        super(message);
    }
}
