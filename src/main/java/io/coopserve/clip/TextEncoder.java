package io.coopserve.clip;

import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.coopserve.model.ClipSizes;
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
            float[] values = torch.inference(() -> Features.normalised(forward(chunk, Trace.NONE)).toFloatArray());
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
        List<String> texts = classNames.stream().map(name -> name.replace('_', ' '))
                .flatMap(name -> templates.stream().map(template -> template.replace("{}", name))).toList();
        float[][] features = encode(texts);
        float[][] weights = new float[classNames.size()][];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = Features.meanDirection(Arrays.copyOfRange(features, k * templates.size(), (k + 1) * templates.size()));
        }
        return weights;
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
    NDArray forward(List<long[]> sequences, Trace trace) {
        return forward(sequences, trimmed(ends(sequences)), trace);
    }

    /** Raw features (K, e), of which {@code length} positions are computed. */
    NDArray forward(List<long[]> sequences, int length, Trace trace) {
        int[] ends = ends(sequences);
        long[] tokens = sequences.stream().flatMapToLong(s -> Arrays.stream(Arrays.copyOf(s, length))).toArray();
        NDArray embeddings = tower.embed(tokens).reshape(sequences.size(), length, sizes.text().width());
        return tower.forward(embeddings, ends, trace);
    }

    private int[] ends(List<long[]> sequences) {
        return sequences.stream().mapToInt(this::end).toArray();
    }

    /** Positions that matter: what follows the last end never does, for the mask is causal. */
    private static int trimmed(int[] ends) {
        return Arrays.stream(ends).max().orElse(0) + 1;
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
     * The frozen part of CoOp's prompts for a class list: {@code [SOT] v_1 … v_M name . [EOT]} (CoOp, section 3.1). Holds
     * token ids only, so it needs no closing.
     *
     * @param contextLength M
     * @param classNames K names, {@code _} meaning a blank
     * @throws TextTooLongException naming the first class that does not fit behind M vectors
     */
    public ClassPrompts classPrompts(int contextLength, List<String> classNames) {
        String placeholder = "x ".repeat(contextLength);
        List<long[]> sequences = classNames.stream().map(name -> sequence("The class \"%s\" behind %d context vectors",
                placeholder + name.replace('_', ' ') + ".", name, contextLength)).toList();
        return new ClassPrompts(contextLength, sequences, ends(sequences));
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
        private final int contextLength; // M
        private final int length; // L: positions up to the last end-of-text token; later ones are not computed, see untrimmed
        private final int[] ends;
        private final long[] suffixes; // (K, L − 1 − M): name, full stop, end of text
        private final List<long[]> sequences;

        private ClassPrompts(int contextLength, List<long[]> sequences, int[] ends) {
            this(contextLength, sequences, ends, trimmed(ends));
        }

        private ClassPrompts(int contextLength, List<long[]> sequences, int[] ends, int length) {
            this.contextLength = contextLength;
            this.sequences = sequences;
            this.ends = ends;
            this.length = length;
            this.suffixes = sequences.stream()
                    .flatMapToLong(s -> Arrays.stream(Arrays.copyOfRange(s, 1 + contextLength, length))).toArray();
        }

        /** Number of classes K. */
        public int classes() {
            return ends.length;
        }

        /** Positions L that pass the tower. */
        public int length() {
            return length;
        }

        /**
         * The same prompts over all positions of the model's context, zero-padded as {@code clip.tokenize} leaves them. They
         * have the same features at several times the work: this is here to measure what trimming saves.
         */
        public ClassPrompts untrimmed() {
            return new ClassPrompts(contextLength, sequences, ends, sizes.contextLength());
        }

        /** Token ids of each prompt, the context as placeholders. */
        List<long[]> sequences() {
            return sequences;
        }

        /**
         * Text features for a context, differentiable with respect to it; inside {@link Torch#training} or
         * {@link Torch#inference}.
         *
         * @param context (M, d)
         * @return (K, e), each of length 1
         */
        public NDArray features(NDArray context) {
            return Features.normalised(rawFeatures(context));
        }

        NDArray rawFeatures(NDArray context) {
            return tower.forward(assemble(context), ends, Trace.NONE);
        }

        /** (M, d) to (K, L, d). */
        NDArray assemble(NDArray context) {
            int classes = classes();
            int width = width();
            NDArray start = tower.embed(new long[]{tokenizer.start()}); // (1, d)
            NDArray prefix = start.concat(context, 0).expandDims(0).broadcast(new Shape(classes, 1 + contextLength, width));
            NDArray suffix = tower.embed(suffixes).reshape(classes, length - 1 - contextLength, width);
            return prefix.concat(suffix, 1);
        }

        /** {@link #features} on the host: the class weights that a learned prompt is published with, (K, e). */
        public float[][] weights(float[] context) {
            float[] values = torch.inference(() -> features(torch.array(context, contextLength, width())).toFloatArray());
            float[][] weights = new float[classes()][];
            Features.split(values, classes(), weights, 0);
            return weights;
        }
    }
}
