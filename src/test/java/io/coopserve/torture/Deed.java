package io.coopserve.torture;

/** What a client may do next. */
enum Deed {
    UPLOAD, RUN, LONG_RUN, ENDLESS_RUN, STREAM, CANCEL, LOOK_AT_RUN, MOVE, DELETE_VERSION, DELETE_PROMPT, DELETE_DATASET, DELETE_TENANT, IMPORT, DOWNLOAD, CLASSIFY, LOOK_AT_DATASET, LOOK_AT_POINTER, REPEAT_UPLOAD;

    /** Whether everything that others rely on stays. */
    boolean isHarmless() {
        return switch (this) {
            case DELETE_VERSION, DELETE_PROMPT, DELETE_DATASET, DELETE_TENANT, REPEAT_UPLOAD -> false;
            default -> true;
        };
    }
}
