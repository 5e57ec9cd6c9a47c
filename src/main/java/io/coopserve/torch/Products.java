package io.coopserve.torch;

/** How a tower multiplies with its matrices. */
public enum Products {
    /** As libtorch does by itself; the matrices stay where they are. */
    LIBTORCH("dense"),
    /** oneDNN's products of matrices in an order of its own, a copy, with the activation in the same pass. */
    ONEDNN("dense-packed");

    private final String source;

    Products(String source) {
        this.source = source;
    }

    /** The resource with the functions {@code dense}, {@code activated} and {@code dense_backward}; see {@link Torch#program}. */
    public String source() {
        return source;
    }
}
