package io.coopserve.prompt;

/** A prompt means nothing to another CLIP than the one it was learned on. */
public final class ForeignModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param learnedOn fingerprint
     * @param served fingerprint
     */
    public ForeignModelException(String learnedOn, String served) {
        super("The prompt was learned on the CLIP with fingerprint %s; this service holds %s. Serve that model, or adapt again."
                .formatted(learnedOn, served));
    }
}
