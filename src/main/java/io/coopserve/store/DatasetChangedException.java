package io.coopserve.store;

import io.coopserve.tenant.Name;

/** A data set is not the one that work was begun with, by its hashes. */
public final class DatasetChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DatasetChangedException(String message) {
        super(message);
    }

    /** An image that was changed in the storage, past this service. */
    static DatasetChangedException image(Name dataset, String hash) {
        return new DatasetChangedException(
                ("An image of data set \"%s\" has been changed in the storage: its content has another "
                        + "SHA-256 than %s, as it was uploaded. Upload the data set again.").formatted(dataset, hash));
    }

    /**
     * Another upload under the same name.
     *
     * @param expected SHA-256 of the content that work was begun with
     */
    static DatasetChangedException replaced(Name dataset, String expected, String found) {
        return new DatasetChangedException(
                ("Data set \"%s\" was replaced since: its content was %s and is %s. Start again to use "
                        + "it as it is now.").formatted(dataset, expected, found));
    }
}
