package io.coopserve.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;

/**
 * Named tensors of one file or of several, whatever their format. Opening reads names, types and shapes; numbers stay where
 * they are until they are used.
 */
public interface TensorFile {
    /** What is known of a tensor before its numbers are read. */
    record Header(DType type, long[] shape) {}

    Set<String> names();

    /** @throws InvalidTensorFileException if there is no tensor of this name */
    Header header(String name);

    /** @throws InvalidTensorFileException if there is no tensor of this name */
    Tensor tensor(String name);

    /** Those whose names begin with the prefix, without it. */
    default TensorFile inside(String prefix) {
        return prefix.isEmpty() ? this : new PrefixedTensors(this, prefix);
    }

    /**
     * Opens a file of weights, of the format that its first bytes show.
     *
     * @throws InvalidTensorFileException if it is damaged or of none that is known
     */
    static TensorFile open(Path file) {
        return open(file, TorchArchive::weights);
    }

    /**
     * Opens a training checkpoint; see {@link TorchArchive#checkpoint}.
     *
     * @throws InvalidTensorFileException if it is damaged or of no format that is known
     */
    static TensorFile checkpoint(Path file) {
        return open(file, TorchArchive::checkpoint);
    }

    private static TensorFile open(Path file, Function<Path, TensorFile> archive) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(512);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK")) {
            return archive.apply(file);
        }
        boolean pickle = text.length() > 1 && text.charAt(0) == 0x80 && text.charAt(1) >= 2 && text.charAt(1) <= 5;
        if (pickle && text.charAt(2) != 0 || text.startsWith("ustar", 257)) {
            throw new InvalidTensorFileException(
                    ("%s: the format of PyTorch before 1.6 is not read; load it in a newer one and "
                            + "save it again, or as safetensors").formatted(file.getFileName()));
        }
        return Safetensors.map(file);
    }
}
