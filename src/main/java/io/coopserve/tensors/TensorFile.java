package io.coopserve.tensors;

import java.util.Set;

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
}
