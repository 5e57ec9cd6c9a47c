package io.coopserve.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipSizes;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.Scores;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Torch;

/** The text tower behind prompts: from words, or from a learned context in front of class names, to text features. */
public final class TextEncoder {
    /** Texts that pass the tower at once: bounds the memory of a long class list. */
    private static final int CHUNK = 64;
    /** Far more than fit into the context: what is longer is refused before it is split into tokens, which takes its time. */
    static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_SHOWN = 80;

    private final Torch torch;
    private final Tokenizer tokenizer;
    private final TextTower tower;
    private final ClipSizes sizes;

    TextEncoder(Torch torch, Tokenizer tokenizer, TextTower tower, ClipSizes sizes) {
        this.torch = torch;
        this.tokenizer = tokenizer;
        this.tower = tower;
        this.sizes = sizes;
    }

    /**
     * Features of texts, each of length 1.
     *
     * @return (n, e)
     * @throws TextTooLongException naming the first text that does not fit
     */
    public float[][] encode(List<String> texts) {
        List<long[]> sequences = texts.stream().map(text -> sequence("The text \"%s\"", text)).toList();
        float[][] features = new float[texts.size()][];
        for (int from = 0; from < features.length; from += CHUNK) {
            List<long[]> chunk = sequences.subList(from, Math.min(from + CHUNK, features.length));
            float[] values = torch.inference(() -> Features.normalised(forward(chunk)).toFloatArray());
            Features.split(values, chunk.size(), features, from);
        }
        return features;
    }

    /**
     * Class weights from hand-written templates (CLIP, section 3.1.4): the mean over templates of the features, made length
     * 1 again.
     *
     * @param templates with {@code {}} where the class name goes
     * @return (K, e), each of length 1
     */
    public float[][] templateWeights(List<String> classNames, List<String> templates) {
        int classes = classNames.size();
        float[][] features = encode(
                templates.stream().flatMap(template -> classNames.stream().map(name -> template.replace("{}",
                        name.replace('_', ' ')))).toList()); // template by template: what its texts begin with passes the tower once
        return IntStream.range(0, classes).mapToObj(k -> Features.meanDirection(IntStream.range(0, templates.size()).mapToObj(
                t -> features[t * classes + k]).toArray(float[][]::new))).toArray(float[][]::new);
    }

    /** @throws TextTooLongException naming the first class that does not fit into a template */
    public void checkTemplates(List<String> classNames, List<String> templates) {
        templates.forEach(template -> checkLength("The template \"%s\"", template));
        for (String name : classNames) {
            checkLength("The class \"%s\"", name);
            for (String template : templates) {
                sequence("The class \"%s\" in the template \"%s\"", template.replace("{}", name.replace('_', ' ')), name,
                        template);
            }
        }
    }

    /** Raw features (K, e) of token sequences, which may differ in length. */
    NDArray forward(List<long[]> sequences) {
        return tower.forward(PackedPrompts.of(sequences, ends(sequences)), Trace.NONE);
    }

    /** The same over every position of each, to look at. */
    NDArray forwardUnpacked(List<long[]> sequences, Trace trace) {
        return tower.forward(PackedPrompts.unpacked(sequences, ends(sequences)), trace);
    }

    private int[] ends(List<long[]> sequences) {
        return sequences.stream().mapToInt(this::end).toArray();
    }

    /** Position of the FIRST end-of-text token (the largest id of all): the text itself may contain one. */
    private int end(long[] tokens) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == tokenizer.end()) {
                return i;
            }
        }
        throw new IllegalArgumentException("a sequence without end-of-text token");
    }

    /**
     * The frozen part of CoOp's prompts for a class list, by default {@code [SOT] v_1 … v_M name . [EOT]} (CoOp, section 3.1).
     * Holds token ids only, so it needs no closing.
     * <p>
     * Name and full stop are split into tokens together, as the official code does it: where they merge, as in {@code (toy).},
     * the merged token goes with the name, wherever that stands.
     *
     * @param classNames K names, {@code _} meaning a blank
     * @throws TextTooLongException naming the first class that does not fit beside M vectors
     */
    public ClassPrompts classPrompts(ContextLayout layout, List<String> classNames) {
        String placeholder = layout.words().map(words -> words.replace('_', ' ') + " ").orElse("x ".repeat(layout.length()));
        List<long[]> sequences = classNames.stream().map(name -> sequence("The class \"%s\" beside %d context vectors",
                placeholder + name.replace('_', ' ') + ".", name, layout.length())).toList();
        List<long[]> elements = new ArrayList<>();
        for (int k = 0; k < sequences.size(); k++) {
            elements.add(elements(sequences.get(k), tokens(classNames.get(k)), layout, layout.classSpecific() ? k : 0));
        }
        return new ClassPrompts(layout.vectors(classNames.size()), sequences, elements, PackedPrompts::of);
    }

    /** The same for a unified context in front of the names. */
    public ClassPrompts classPrompts(int contextLength, List<String> classNames) {
        return classPrompts(ContextLayout.unified(contextLength), classNames);
    }

    /**
     * A prompt with context vectors in place of the placeholders behind the begin of text, and as many of the tokens behind
     * them as the name has moved to where it stands.
     *
     * @param context which of the contexts, if each class has its own
     */
    private static long[] elements(long[] sequence, int nameTokens, ContextLayout layout, int context) {
        int length = layout.length();
        int name = Math.min(nameTokens, sequence.length - length - 2);
        int before = layout.position().before(length);
        long[] elements = sequence.clone();
        System.arraycopy(sequence, 1 + length, elements, 1 + before, name);
        for (int m = 0; m < length; m++) {
            elements[1 + m + (m < before ? 0 : name)] = PackedPrompts.vector(context * length + m);
        }
        return elements;
    }

    /** @param named what the words of {@code what} stand for; by default the text */
    private long[] sequence(String what, String text, Object... named) {
        Object[] names = named.length == 0 ? new Object[]{text} : named;
        checkLength(what, text, names);
        long[] sequence = tokenizer.sequence(text);
        if (sequence.length > sizes.contextLength()) {
            throw new TextTooLongException(shown(what, names), sequence.length, sizes.contextLength());
        }
        return sequence;
    }

    private static void checkLength(String what, String text, Object... named) {
        if (text.length() > MOST_CHARACTERS) {
            throw new TextTooLongException(shown(what, named.length == 0 ? new Object[]{text} : named), text.length());
        }
    }

    private static String shown(String what, Object... names) {
        return what.formatted(Arrays.stream(names).map(name -> name instanceof String text && text.length() > MOST_SHOWN
                ? text.substring(0, MOST_SHOWN) + "…"
                : name).toArray());
    }

    /**
     * Embeddings of a text, the start of a learned context.
     *
     * @return (M, d) in row-major order, M being its number of tokens, not of words
     */
    public float[] embeddings(String text) {
        long[] tokens = tokenizer.encode(text.replace('_', ' '));
        return torch.inference(() -> tower.embed(tokens).toFloatArray());
    }

    /** Number of tokens of a text, begin and end of text not counted. */
    public int tokens(String text) {
        checkLength("The text \"%s\"", text);
        return tokenizer.encode(text.replace('_', ' ')).length;
    }

    /** d, the length of a context vector. */
    public int width() {
        return sizes.text().width();
    }

    /** See {@link TextEncoder#classPrompts}. */
    public final class ClassPrompts {
        private final int vectors; // C, of all contexts
        private final List<long[]> sequences;
        private final List<long[]> elements;
        private final int[] ends;
        private final BiFunction<List<long[]>, int[], PackedPrompts> packing;
        private final PackedPrompts packed;

        private ClassPrompts(int vectors, List<long[]> sequences, List<long[]> elements,
                BiFunction<List<long[]>, int[], PackedPrompts> packing) {
            this.vectors = vectors;
            this.sequences = sequences;
            this.elements = elements;
            this.ends = ends(sequences);
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
            return new ClassPrompts(vectors, sequences, elements.stream().map(prompt -> Arrays.copyOf(prompt, length))
                    .toList(), PackedPrompts::unpacked);
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
            return features(torch.array(context, 1, vectors, width())).reshape(classes(), sizes.embedding());
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
                            some), some.length, vectors, width()))).toFloatArray()); // (b, k, e)
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
}
