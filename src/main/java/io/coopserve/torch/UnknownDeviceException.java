package io.coopserve.torch;

/** A device that is not there: the message is one line for whoever configured it. */
public final class UnknownDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownDeviceException(String message) {
        super(message);
    }
}
