package io.coopserve.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.adapt.Adaptation;
import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.Cached;
import io.coopserve.prompt.ClassPosition;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.ForeignModelException;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.MetaNet;
import io.coopserve.prompt.OfficialCheckpoint;
import io.coopserve.prompt.PromptCard;
import io.coopserve.prompt.PromptFile;
import io.coopserve.store.FileBytes;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.coopserve.tensors.InvalidTensorFileException;

/**
 * Publishes prompts that were learned elsewhere: files of this service, and checkpoints of the official code of CoOp and CoCoOp.
 * Class weights are worked out anew from the context, so that a file cannot claim what its context does not say.
 */
@ApplicationScoped
public class PromptImport {
    private static final int LEAST_FILE = 8;
    private static final double UNIT = 1e-3; // how far from 1 the length of a class weight may be
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FrozenClip model;
    private final Prompts prompts;
    private final ClassNames names;

    PromptImport(FrozenClip model, Prompts prompts, ClassNames names) {
        this.model = model;
        this.prompts = prompts;
        this.names = names;
    }

    /**
     * What an official checkpoint does not hold; all null for a file of this service.
     *
     * @param classes in the order of training
     * @param classPosition {@code CLASS_TOKEN_POSITION}, by default the end
     * @param ctxInit {@code CTX_INIT}, by default none
     */
    public record Description(List<String> classes, String classPosition, String ctxInit) {}

    /**
     * Publishes a new version, and makes it the current one.
     *
     * @throws InvalidPromptException if the file is damaged or none that is known, or with its description does not make a prompt for this CLIP
     * @throws io.coopserve.clip.TextTooLongException naming the class that does not fit beside the context
     * @throws io.coopserve.store.TooManyVersionsException if the prompt cannot have another one
     */
    public PromptCard publish(TenantId tenant, Name prompt, Path file, Description description) {
        prompts.checkRoom(tenant, prompt);
        Clip clip = model.clip();
        boolean ours = isSafetensors(file);
        LearnedPrompt imported = read(file, () -> ours
                ? checked(clip, PromptFile.read(bytes(file)), description)
                : official(clip, OfficialCheckpoint.read(file), description));
        String note = ours
                ? "Imported from a prompt.safetensors. What it is worth was not measured."
                : "Imported from a checkpoint of the official code. What it is worth was not measured.";
        List<Map<String, Float>> nearest = Adaptation.nearestWords(clip, LearnedContext.of(imported));
        PromptCard.Data data = new PromptCard.Data(null, null, imported.classes(), Map.of(), Map.of());
        return prompts.publish(tenant, prompt, imported, version -> new PromptCard(prompt.value(), version, Instant.now(), null,
                clip.fingerprint(), JSON.createObjectNode(), data, null, null, null, nearest, List.of(note)));
    }

    private static LearnedPrompt read(Path file, Supplier<LearnedPrompt> reading) {
        try {
            return reading.get();
        } catch (InvalidTensorFileException e) {
            throw new InvalidPromptException("The file cannot be used: %s.".formatted(e.getMessage().replace(file.getFileName()
                    + ": ", "")));
        }
    }

    private static boolean isSafetensors(Path file) {
        byte[] start = new byte[LEAST_FILE + 1];
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(start, 0, start.length) == start.length && start[LEAST_FILE] == '{';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return FileBytes.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of this service, in which nothing is taken on trust. */
    private LearnedPrompt checked(Clip clip, LearnedPrompt prompt, Description description) {
        if (description.classes != null || description.classPosition != null || description.ctxInit != null) {
            throw new InvalidPromptException(
                    "A prompt.safetensors says itself what its classes are: leave the description out.");
        }
        if (!clip.fingerprint().equals(prompt.model())) {
            throw new ForeignModelException(prompt.model(), clip.fingerprint());
        }
        names.check(prompt.classes());
        if (prompt instanceof Conditional conditional) {
            return conditional(clip, prompt.classes(), conditional.context(), conditional.metaNet());
        }
        if (prompt instanceof Cached cached) {
            checkDirections("cache_keys", clip, cached.keys());
            checkDirections("class_weights", clip, cached.weights());
            return new Cached(clip.fingerprint(), cached.classes(), clip.logitScale(), cached.weights(), cached.keys(), cached
                    .labels(), finite("alpha", cached.alpha()), finite("beta", cached.beta()));
        }
        ClassWeights weights = (ClassWeights) prompt;
        if (weights.context().isPresent()) {
            return weights(clip, weights.classes(), weights.context().get());
        }
        checkDirections("class_weights", clip, weights.weights());
        return new ClassWeights(clip.fingerprint(), weights.classes(), clip.logitScale(), weights.weights(), Optional.empty());
    }

    private LearnedPrompt official(Clip clip, OfficialCheckpoint checkpoint, Description description) {
        if (description.classes == null || description.classes.isEmpty()) {
            throw new InvalidPromptException(
                    "classes is missing: a checkpoint of the official code does not name them. Give them "
                            + "in the order of training, as in {\"classes\":[\"striped\",\"dotted\"]}.");
        }
        List<String> classes = description.classes;
        names.check(classes);
        ClassPosition position = ClassPosition.of(description.classPosition == null
                ? ClassPosition.END.toString()
                : description.classPosition).orElseThrow(
                        () -> new InvalidPromptException(
                                "classPosition \"%s\" is not offered; %s are.".formatted(description.classPosition,
                                        ClassPosition
                                                .offered())));
        long[] shape = checkpoint.shape();
        boolean classSpecific = shape.length == 3;
        if (classSpecific && shape[0] != classes.size()) {
            throw new InvalidPromptException("The checkpoint has contexts of %d classes, classes names %d.".formatted(shape[0],
                    classes.size()));
        }
        int length = (int) shape[shape.length - 2];
        Optional<String> words = Optional.ofNullable(description.ctxInit);
        int tokens = words.map(clip.textEncoder()::tokens).orElse(length);
        if (tokens < length) {
            throw new InvalidPromptException("ctxInit has %d tokens, the context of the checkpoint has %d vectors.".formatted(
                    tokens, length));
        }
        // of words of several tokens the official code learns as many as there are words; the others stay behind the context
        ContextLayout layout = new ContextLayout(length, classSpecific, position, words.filter(text -> tokens > length));
        LearnedContext context = new LearnedContext(layout, checkpoint.context(), (int) shape[shape.length - 1]);
        if (checkpoint.metaNet().isEmpty()) {
            return weights(clip, classes, context);
        }
        if (position != ClassPosition.END || classSpecific) {
            throw new InvalidPromptException("The checkpoint is CoCoOp's: its class names stand at the end, and its context is "
                    + "the same for all classes.");
        }
        return conditional(clip, classes, context, checkpoint.metaNet().get());
    }

    private static ClassWeights weights(Clip clip, List<String> classes, LearnedContext context) {
        checkContext(clip, context);
        return new ClassWeights(clip.fingerprint(), classes, clip.logitScale(),
                clip.textEncoder().classPrompts(context.layout(),
                        classes).weights(context.vectors()),
                Optional.of(context));
    }

    private static Conditional conditional(Clip clip, List<String> classes, LearnedContext context, MetaNet net) {
        checkContext(clip, context);
        if (net.embedding() != clip.embedding()) {
            throw new InvalidPromptException("The meta-network takes image features of %d numbers; this CLIP's have %d."
                    .formatted(net.embedding(), clip.embedding()));
        }
        clip.textEncoder().classPrompts(context.layout(), classes); // whether they fit
        return new Conditional(clip.fingerprint(), classes, clip.logitScale(), context, net);
    }

    private static void checkContext(Clip clip, LearnedContext context) {
        if (context.width() != clip.textEncoder().width()) {
            throw new InvalidPromptException(
                    "The context vectors have %d numbers; those of this CLIP have %d.".formatted(context
                            .width(), clip.textEncoder().width()));
        }
        for (float value : context.vectors()) {
            finite("ctx", value);
        }
    }

    private static void checkDirections(String what, Clip clip, float[][] rows) {
        for (float[] row : rows) {
            double squares = 0;
            for (float value : row) {
                squares += (double) value * value;
            }
            if (row.length != clip.embedding() || !(Math.abs(squares - 1) <= UNIT)) {
                throw new InvalidPromptException(
                        "%s has a row that is no vector of %d numbers and length 1.".formatted(what, clip
                                .embedding()));
            }
        }
    }

    private static double finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidPromptException("%s has a number that is not finite.".formatted(what));
        }
        return value;
    }
}
