package io.coopserve.model;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

import io.coopserve.image.Preprocessing;
import io.coopserve.tensors.InvalidTensorFileException;

/**
 * A CLIP as its files say, whatever their layout; opened as data, nothing is computed.
 *
 * @param folder where it is
 * @param stamp what changes when the weights do: path, size and time of their files; empty for the embedded model
 */
public record Checkpoint(ModelFolder folder, ClipSizes sizes, Preprocessing preprocessing, ClipWeights weights,
        Optional<String> stamp) {

    /** @throws InvalidModelException if the folder does not hold a CLIP that can be served */
    public static Checkpoint open(ModelFolder folder) {
        return read(folder, () -> Layout.of(folder).open(folder));
    }

    private static <T> T read(ModelFolder folder, Supplier<T> files) {
        try {
            return files.get();
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
    }

    /**
     * Reads the vocabulary, which takes as long as to open all the rest.
     *
     * @throws InvalidModelException if there is none, or not one of such a CLIP
     */
    public Vocabulary vocabulary() {
        Vocabulary vocabulary = read(folder, () -> VocabularyFiles.read(folder, sizes.vocabularySize()));
        if (vocabulary.largestId() >= sizes.vocabularySize()) {
            throw new InvalidModelException("the vocabulary has token %d, the text tower %d tokens".formatted(vocabulary
                    .largestId(), sizes.vocabularySize()));
        }
        return vocabulary;
    }
}
