package io.coopserve.model;

import java.io.UncheckedIOException;
import java.util.Optional;

import io.coopserve.image.Preprocessing;
import io.coopserve.tensors.InvalidTensorFileException;

/**
 * A CLIP as its files say, whatever their layout; opened as data, nothing is computed.
 *
 * @param stamp what changes when the weights do: path, size and time of their files; empty for the embedded model
 */
public record Checkpoint(ClipSizes sizes, Preprocessing preprocessing, Vocabulary vocabulary, ClipWeights weights,
        Optional<String> stamp) {

    /** @throws InvalidModelException if the folder does not hold a CLIP that can be served */
    public static Checkpoint open(ModelFolder folder) {
        try {
            return Layout.of(folder).open(folder);
        } catch (InvalidTensorFileException e) {
            throw new InvalidModelException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new InvalidModelException("%s cannot be read: %s".formatted(folder, e.getCause()), e);
        }
    }

    public Checkpoint {
        if (preprocessing.side() != sizes.imageSize()) {
            throw new InvalidModelException("the preprocessing crops to %d pixels, the image tower wants %d".formatted(
                    preprocessing.side(), sizes.imageSize()));
        }
        if (vocabulary.largestId() >= sizes.vocabularySize()) {
            throw new InvalidModelException("the vocabulary has token %d, the text tower %d tokens".formatted(vocabulary
                    .largestId(), sizes.vocabularySize()));
        }
    }
}
