package io.coopserve.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipSizes;
import io.coopserve.prompt.Scores;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Torch;

/**
 * The frozen part of CoOp's prompts for a class list, see {@link TextEncoder#classPrompts}, and what passes the text tower with
 * a context: features, and what is needed to learn it. Holds token ids only, so it needs no closing.
 */
public final class ClassPrompts {
    private final Torch torch;
    private final TextTower tower;
    private final ClipSizes sizes;
    private final int vectors; // C, of all contexts
    private final List<long[]> sequences;
    private final List<long[]> elements;
    private final int[] ends;
    private final BiFunction<List<long[]>, int[], PackedPrompts> packing;
    private final PackedPrompts packed;

    /**
     * @param vectors C, of all contexts
     * @param sequences token ids of each prompt, the context as placeholders
     * @param elements the same with context vectors, see {@link PackedPrompts#vector}
     * @param ends position of each end-of-text token
     */
    ClassPrompts(Torch torch, TextTower tower, ClipSizes sizes, int vectors, List<long[]> sequences, List<long[]> elements,
            int[] ends, BiFunction<List<long[]>, int[], PackedPrompts> packing) {
        this.torch = torch;
        this.tower = tower;
        this.sizes = sizes;
        this.vectors = vectors;
        this.sequences = sequences;
        this.elements = elements;
        this.ends = ends;
        this.packing = packing;
        this.packed = packing.apply(elements, ends);
    }

    /** Number of classes K. */
    public int classes() {
        return packed.classes();
    }

    /** Rows N that pass the tower for one context. */
    public int rows() {
        return packed.rows();
    }

    /**
     * The same prompts with every position of each in a row of its own, up to the longest's end or up to the model's
     * context length, zero-padded as {@code clip.tokenize} leaves them. They have the same features at several times the
     * work: this is here to measure what sharing and trimming save.
     */
    public ClassPrompts unpacked(boolean trimmed) {
        int length = trimmed ? sequences.stream().mapToInt(s -> s.length).max().orElseThrow() : sizes.contextLength();
        return new ClassPrompts(torch, tower, sizes, vectors, sequences, elements.stream().map(prompt -> Arrays.copyOf(prompt,
                length)).toList(), ends, PackedPrompts::unpacked);
    }

    /** Token ids of each prompt, the context as placeholders. */
    List<long[]> sequences() {
        return sequences;
    }

    /** Rows without positions: contexts (B, C, d) to (B, N, d). */
    NDArray assemble(NDArray contexts) {
        return tower.assemble(PromptRows.of(torch, packed, vectors), contexts);
    }

    PackedPrompts packed() {
        return packed;
    }

    /**
     * What is needed to learn their context. Not to be called where arrays have a scope.
     *
     * @param precision of products; fp32 where the device would be slow in another
     * @param bytes bound of what a training step may hold beside the model
     * @throws ActivationMemoryException if not even one class fits
     */
    public TrainablePrompts trainable(Precision precision, long bytes) {
        TextTransformer transformer = tower.trained(precision);
        List<PackedPrompts> parts = parts(bytes);
        return new TrainablePrompts(tower, transformer, parts, contextsAtOnce(parts, bytes));
    }

    /** How many contexts may pass together. */
    private int contextsAtOnce(List<PackedPrompts> parts, long bytes) {
        return (int) Math.min(bytes / largest(parts), Integer.MAX_VALUE);
    }

    private long largest(List<PackedPrompts> parts) {
        return parts.stream().mapToLong(part -> tower.bytes(part, 1)).max().orElseThrow();
    }

    /** @throws ActivationMemoryException if not even one class fits into so many bytes in training */
    public void checkTrainable(long bytes) {
        parts(bytes);
    }

    /** As few parts of about as many classes as fit. */
    private List<PackedPrompts> parts(long bytes) {
        int classes = classes();
        for (int count = 1;; count = Math.min(classes, count + Math.max(1, count / 4))) {
            List<PackedPrompts> parts = parts(count);
            long largest = largest(parts);
            if (largest <= bytes) {
                return parts;
            }
            if (count == classes) {
                throw new ActivationMemoryException(largest, bytes);
            }
        }
    }

    private List<PackedPrompts> parts(int count) {
        int size = (classes() + count - 1) / count;
        List<PackedPrompts> parts = new ArrayList<>();
        for (int from = 0; from < classes(); from += size) {
            int to = Math.min(from + size, classes());
            parts.add(packing.apply(elements.subList(from, to), Arrays.copyOfRange(ends, from, to)));
        }
        return parts;
    }

    /**
     * Text features for some contexts, not normalised; inside {@link Torch#inference}.
     *
     * @param contexts (B, C, d), C being M, or K M if each class has its own
     * @return (B, K, e)
     */
    public NDArray features(NDArray contexts) {
        return tower.forward(packed, contexts);
    }

    /** The same for a context (C, d): (K, e). */
    NDArray features(float[] context) {
        return features(torch.array(context, 1, vectors, sizes.text().width())).reshape(classes(), sizes.embedding());
    }

    /**
     * Cosines of images with the features of the prompts, where each image has a context of its own. As many images and
     * classes at once as fit, each time in a turn of its own.
     *
     * @param contexts (B, C, d)
     * @param images features (B, e), each of length 1
     * @param bytes bound of what the tower may hold
     * @return (B, K)
     * @throws ActivationMemoryException if not even one class fits
     */
    double[][] cosines(float[][] contexts, float[][] images, long bytes) {
        List<PackedPrompts> parts = parts(bytes);
        int atOnce = contextsAtOnce(parts, bytes);
        double[][] cosines = new double[images.length][classes()];
        for (int from = 0; from < images.length; from += atOnce) {
            float[][] some = Arrays.copyOfRange(contexts, from, Math.min(from + atOnce, images.length));
            int first = 0;
            for (PackedPrompts part : parts) {
                int width = sizes.embedding();
                float[] features = torch.inference(() -> Features.normalised(tower.forward(part, torch.array(Features.flat(
                        some), some.length, vectors, sizes.text().width()))).toFloatArray()); // (b, k, e)
                for (int i = 0; i < some.length * part.classes(); i++) {
                    int image = from + i / part.classes();
                    cosines[image][first + i % part.classes()] = Scores.dot(images[image], Arrays.copyOfRange(features, i
                            * width, (i + 1) * width));
                }
                first += part.classes();
            }
        }
        return cosines;
    }

    /** The class weights that a learned prompt is published with, (K, e), each of length 1, of a context (C, d). */
    public float[][] weights(float[] context) {
        float[] values = torch.inference(() -> Features.normalised(features(context)).toFloatArray());
        float[][] weights = new float[classes()][];
        Features.split(values, classes(), weights, 0);
        return weights;
    }
}
