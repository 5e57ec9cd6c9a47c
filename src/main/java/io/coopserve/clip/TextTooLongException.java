package io.coopserve.clip;

/** A text of more tokens than the text tower has positions. */
public final class TextTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TextTooLongException(String what, int characters) {
        super("%s has %d characters; a text takes at most %d".formatted(what, characters, TextEncoder.MOST_CHARACTERS));
    }

    TextTooLongException(String what, int tokens, int contextLength) {
        super("%s takes %d tokens, begin and end of text included; this model's context holds %d".formatted(what, tokens,
                contextLength));
    }
}
