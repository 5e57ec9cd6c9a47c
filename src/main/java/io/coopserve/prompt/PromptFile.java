package io.coopserve.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

/**
 * A prompt as a safetensors file. All have the tensor {@code logit_scale} and the metadata {@code format}, {@code kind},
 * {@code classes} (a JSON list) and {@code clip_fingerprint}. By kind:
 * <ul>
 * <li>{@code class-weights}: {@code class_weights} (K, e) and, if they were learned, {@code ctx}
 * <li>{@code conditional}: {@code ctx} and the meta-network by its official names
 * <li>{@code cached}: {@code class_weights}, {@code cache_keys} (N, e), {@code cache_labels} (N) and, in the metadata,
 * {@code alpha} and {@code beta}
 * </ul>
 * {@code ctx} is (M, d), or (K, M, d) if each class has its own; with it come {@code class_position} and, seldom,
 * {@code ctx_init}.
 */
public final class PromptFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FAMILY = "coop-serve/";
    private static final int RELEASE = 1;
    private static final String FORMAT = FAMILY + RELEASE;
    private static final String CONTEXT = "ctx";
    private static final String WEIGHTS = "class_weights";
    private static final String SCALE = "logit_scale";
    private static final String KEYS = "cache_keys";
    private static final String LABELS = "cache_labels";
    private static final String POSITION = "class_position";
    private static final String WORDS = "ctx_init";

    private enum Kind {
        CLASS_WEIGHTS, CONDITIONAL, CACHED;

        static Kind of(String name) {
            return Arrays.stream(values()).filter(kind -> kind.toString().equals(name)).findFirst().orElseThrow(
                    () -> new InvalidTensorFileException("a prompt of kind %s is not known".formatted(name)));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private PromptFile() {
    }

    public static byte[] write(LearnedPrompt prompt) {
        List<Tensor> tensors = new ArrayList<>();
        Map<String, String> metadata = new HashMap<>(Map.of("format", FORMAT, "classes", json(prompt.classes()),
                "clip_fingerprint", prompt.model()));
        if (prompt instanceof ClassWeights weights) {
            metadata.put("kind", Kind.CLASS_WEIGHTS.toString());
            weights.context().ifPresent(context -> write(context, tensors, metadata));
            tensors.add(tensor(WEIGHTS, weights.weights()));
        } else if (prompt instanceof Conditional conditional) {
            metadata.put("kind", Kind.CONDITIONAL.toString());
            write(conditional.context(), tensors, metadata);
            tensors.addAll(conditional.metaNet().tensors());
        } else if (prompt instanceof Cached cached) {
            metadata.put("kind", Kind.CACHED.toString());
            metadata.put("alpha", String.valueOf(cached.alpha()));
            metadata.put("beta", String.valueOf(cached.beta()));
            tensors.add(tensor(WEIGHTS, cached.weights()));
            tensors.add(tensor(KEYS, cached.keys()));
            tensors.add(Tensor.of(LABELS, Arrays.stream(cached.labels()).asLongStream().toArray(), cached.labels().length));
        }
        tensors.add(Tensor.of(SCALE, new float[]{prompt.logitScale()}));
        return Safetensors.write(tensors, metadata);
    }

    private static void write(LearnedContext context, List<Tensor> tensors, Map<String, String> metadata) {
        ContextLayout layout = context.layout();
        metadata.put(POSITION, layout.position().toString());
        layout.words().ifPresent(words -> metadata.put(WORDS, words));
        tensors.add(context.tensor(CONTEXT));
    }

    /**
     * @throws InvalidTensorFileException if these bytes are not what {@link #write} writes
     * @throws NewerFormatException if a later one has written them
     */
    public static LearnedPrompt read(byte[] bytes) {
        Safetensors file = Safetensors.read(bytes);
        Map<String, String> metadata = file.metadata();
        if (isNewer(metadata.get("format"))) {
            throw new NewerFormatException(metadata.get("format"), FORMAT);
        }
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new InvalidTensorFileException("not a prompt: format is %s, not %s".formatted(metadata.get("format"),
                    FORMAT));
        }
        String model = metadata.get("clip_fingerprint");
        List<String> classes = classes(metadata.getOrDefault("classes", "[]"));
        float scale = file.tensor(SCALE).floats()[0];
        return switch (Kind.of(metadata.get("kind"))) {
            case CLASS_WEIGHTS -> new ClassWeights(model, classes, scale, rows(file.tensor(WEIGHTS)), file.names().contains(
                    CONTEXT) ? Optional.of(context(file, classes.size())) : Optional.empty());
            case CONDITIONAL -> new Conditional(model, classes, scale, context(file, classes.size()), MetaNet.of(file));
            case CACHED -> new Cached(model, classes, scale, rows(file.tensor(WEIGHTS)), rows(file.tensor(KEYS)), Arrays.stream(
                    file.tensor(LABELS).integers()).mapToInt(Math::toIntExact).toArray(), number(metadata, "alpha"), number(
                            metadata, "beta"));
        };
    }

    private static boolean isNewer(String format) {
        return format != null && format.matches(FAMILY + "[1-9]\\d{0,8}") && Integer.parseInt(format.substring(FAMILY
                .length())) > RELEASE;
    }

    private static LearnedContext context(Safetensors file, int classes) {
        Tensor tensor = file.tensor(CONTEXT);
        long[] shape = tensor.shape();
        boolean classSpecific = shape.length == 3;
        if (shape.length != 2 && !classSpecific || classSpecific && shape[0] != classes) {
            throw new InvalidTensorFileException("tensor %s of shape %s is no context of %d classes".formatted(CONTEXT, Arrays
                    .toString(shape), classes));
        }
        ClassPosition position = ClassPosition.of(file.metadata().get(POSITION)).orElseThrow(
                () -> new InvalidTensorFileException("%s is not one of %s".formatted(POSITION, ClassPosition.offered())));
        ContextLayout layout = new ContextLayout((int) shape[shape.length - 2], classSpecific, position, Optional.ofNullable(
                file.metadata().get(WORDS)));
        return new LearnedContext(layout, tensor.floats(), (int) shape[shape.length - 1]);
    }

    private static double number(Map<String, String> metadata, String key) {
        try {
            return Double.parseDouble(metadata.getOrDefault(key, ""));
        } catch (NumberFormatException e) {
            throw new InvalidTensorFileException("%s is not a number".formatted(key));
        }
    }

    private static String json(List<String> classes) {
        try {
            return JSON.writeValueAsString(classes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> classes(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {
            });
        } catch (JsonProcessingException e) {
            throw new InvalidTensorFileException("the class names are not a JSON list");
        }
    }

    private static Tensor tensor(String name, float[][] rows) {
        int width = rows[0].length;
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return Tensor.of(name, flat, rows.length, width);
    }

    private static float[][] rows(Tensor tensor) {
        if (tensor.shape().length != 2) {
            throw new InvalidTensorFileException("tensor %s is not a matrix".formatted(tensor.name()));
        }
        float[] flat = tensor.floats();
        int width = (int) tensor.shape()[1];
        float[][] rows = new float[(int) tensor.shape()[0]][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}
