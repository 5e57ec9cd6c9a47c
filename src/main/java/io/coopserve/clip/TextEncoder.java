package io.coopserve.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipSizes;
import io.coopserve.prompt.ContextLayout;
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
        return new ClassPrompts(torch, tower, sizes, layout.vectors(classNames.size()), sequences, elements, ends(sequences),
                PackedPrompts::of);
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
}
