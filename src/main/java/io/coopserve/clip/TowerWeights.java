package io.coopserve.clip;

import ai.djl.ndarray.NDArray;
import io.coopserve.torch.Products;
import io.coopserve.torch.Torch;

/** Where a transformer's weights come from, by OpenAI's names: frozen from a file, or leaves of a gradient. */
interface TowerWeights {
    Torch torch();

    /** How its matrices are multiplied with. */
    Products products();

    /** One weight in OpenAI's layout, fp32. */
    NDArray array(String name);

    /** One weight for a product, in the tower's precision. */
    NDArray product(String name);

    /** A matrix, in the tower's precision and as {@link #products} wants it. */
    NDArray matrix(String name);

    /** A vector times a number, fp32. */
    NDArray scaled(String name, float scale);

    /** A vector times a number, in the tower's precision. */
    NDArray scaledProduct(String name, float scale);

    default Transformer.Norm norm(String name, float epsilon) {
        return new Transformer.Norm(array(name + ".weight"), array(name + ".bias"), epsilon);
    }
}
