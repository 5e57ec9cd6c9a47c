package io.coopserve.bench;

import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.clip.LoadedClip;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.PromptCard;
import io.coopserve.prompt.PromptFile;
import io.coopserve.store.Prompts;
import io.coopserve.store.StoreFolder;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.coopserve.version.Published;
import io.coopserve.version.Vocabulary;

/** A new version of a prompt with one class more, against the passes of the text tower that it takes and that it spares. */
final class AddedClass {
    private static final int CLASSES = 100; // K
    private static final int SHOTS = 16;
    private static final TenantId TENANT = new TenantId("bench");
    private static final Name PROMPT = new Name("grows");
    private static final int PAIRS = 31;
    private static final int TURNS = 11;

    private final Clip clip;
    private final Prompts prompts;
    private final List<String> names = RandomVocabulary.classes(CLASSES);
    private final List<String> more = RandomVocabulary.classes(CLASSES + 1);
    private final float[] context;

    AddedClass(Clip clip) throws Exception {
        this.clip = clip;
        this.prompts = new StoreFolder(Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "store")).prompts();
        this.context = TextSteps.normal(1, TextSteps.CONTEXT * clip.textEncoder().width(), 0.02);
    }

    List<Measure> run() throws Exception {
        PromptCard.Data data = images();
        PromptCard card = publish(learned(names), data);
        Vocabulary vocabulary = new Published(new LoadedClip(clip), prompts).vocabulary();
        Vocabulary.Change change = new Vocabulary.Change(Optional.of(card.version()), more.subList(CLASSES, CLASSES + 1),
                List.of(), Map.of());
        Pairs times = Pairs.measure(TURNS, PAIRS, () -> vocabulary.publish(TENANT, PROMPT, change), () -> prompts(
                change.add()).weights(context));
        double all = Pairs.median(TURNS, () -> prompts(more).weights(context));
        ClassWeights changed = learned(more);
        double writing = Pairs.median(TURNS, () -> publish(changed, data));
        double reading = Pairs.median(TURNS, () -> PromptFile.read(prompts.file(TENANT, PROMPT, card.version())));
        String what = ("a version with one class more, %d, published to a folder (Vocabulary.publish), M=%d, fp32; by "
                + "themselves, one after the other, writing and syncing take %.1f ms and reading %.1f ms")
                .formatted(more.size(),
                        TextSteps.CONTEXT, writing, reading);
        return List.of(
                new Measure("addClass.K" + CLASSES, times.ratio(), "x", ("time of %s, against baseline: the text pass of that "
                        + "one class, %d rows; %s").formatted(what, prompts(change.add()).rows(), times)),
                new Measure("addClass.beside.K" + CLASSES, times.candidateMedian() - times.baselineMedian(), "ms",
                        "of the same beside that text pass, by medians"),
                new Measure("addClass.all.K" + CLASSES, times.candidateMedian() / all, "x",
                        ("time of the same against baseline: "
                                + "the text pass of all %d classes, %d rows, %.1f ms, by medians, one after the other")
                                .formatted(
                                        more.size(), prompts(more).rows(), all)));
    }

    private ClassPrompts prompts(List<String> classes) {
        return clip.textEncoder().classPrompts(TextSteps.CONTEXT, classes);
    }

    private ClassWeights learned(List<String> classes) {
        return new ClassWeights(clip.fingerprint(), classes, clip.logitScale(), prompts(classes).weights(context), Optional.of(
                new LearnedContext(ContextLayout.unified(TextSteps.CONTEXT), context, clip.textEncoder().width())));
    }

    /** As many as a run's card names. */
    private PromptCard.Data images() {
        Map<String, List<String>> images = names.stream().collect(Collectors.toMap(name -> name, name -> IntStream.range(0,
                SHOTS).mapToObj(i -> "%064x".formatted(name.hashCode() * 31L + i)).toList()));
        return new PromptCard.Data("bench", "0".repeat(64), names, images, images);
    }

    private PromptCard publish(ClassWeights learned, PromptCard.Data data) {
        return prompts.publish(TENANT, PROMPT, learned, version -> new PromptCard(PROMPT.value(), version, Instant.now(),
                "bench", learned.model(), null, data, null, null, null, List.of(), List.of()));
    }
}
