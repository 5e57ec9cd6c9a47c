package io.coopserve.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.coopserve.clip.Clip;
import io.coopserve.golden.GoldenSet;
import io.coopserve.image.Decoding;

class LayoutGoldenTest {
    private static final GoldenSet SET = GoldenSet.current();

    @TempDir
    Path folder;

    /** A layout of the vision transformer. */
    private record Written(String name, Function<ModelForge, Path> files) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Written> layouts() {
        return Stream.of(
                new Written("Hugging Face", ModelForge::huggingFace),
                new Written("Hugging Face, shards", forge -> forge.shards(false)),
                new Written("Hugging Face, pickled", ModelForge::huggingFacePickle),
                new Written("Hugging Face, pickled shards", forge -> forge.shards(true)),
                new Written("open_clip", forge -> forge.openClip("vit", sizes())),
                new Written("OpenAI's archive", forge -> forge.archive("vit")),
                new Written("OpenAI's archive by its name", forge -> forge.archive("vit").resolve("model.pt")),
                new Written("state dict", forge -> forge.stateDict("vit", "")),
                new Written("training checkpoint", forge -> forge.stateDict("vit", "module.", "state_dict")));
    }

    private static ClipSizes sizes() {
        return Checkpoint.open(SET.model()).sizes();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void sameModelGivesTheSameFeaturesAndFingerprint(Written layout) {
        Path files = layout.files.apply(new ModelForge(folder));
        assertEquals(sizes(), Checkpoint.open(ModelFolder.of(files.toString())).sizes());
        assertSame(GoldenSet.clip(), files);
    }

    private void assertSame(Clip expected, Path files) {
        Clip.Options options = new Clip.Options("cpu", 1, "fp32", Decoding.official(Integer.MAX_VALUE),
                folder.resolve("cache"));
        try (Clip clip = Clip.load(ModelFolder.of(files.toString()), options)) {
            assertEquals(expected.fingerprint(), clip.fingerprint());
            float[] ramp = ramp(clip.preprocessor().values());
            assertArrayEquals(expected.encodeImages(List.of(ramp))[0], clip.encodeImages(List.of(ramp))[0], 1e-6f);
            List<String> text = List.of("a photo of a dog.");
            assertArrayEquals(expected.textEncoder().encode(text)[0], clip.textEncoder().encode(text)[0], 1e-6f);
        }
    }

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (i * 31 % 97) / 48f - 1;
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"open_clip", "archive", "state dict"})
    void resNetIsTheSameInEveryLayout(String layout) {
        Checkpoint expected = Checkpoint.open(SET.model("rn"));
        ModelForge forge = new ModelForge(folder);
        Path files = switch (layout) {
            case "open_clip" -> forge.openClip("rn", expected.sizes());
            case "archive" -> forge.archive("rn");
            default -> forge.stateDict("rn", "model.", "state_dict");
        };
        assertEquals(expected.sizes(), Checkpoint.open(ModelFolder.of(files.toString())).sizes());
        assertSame(GoldenSet.clip("rn"), files);
    }

    @Test
    void resNetIsReadFromItsTensors() {
        Checkpoint model = Checkpoint.open(SET.model("rn"));
        assertInstanceOf(ClipSizes.ModifiedResNet.class, model.sizes().vision());
        assertEquals(SET.tensors("images_rn.safetensors").header("images").shape()[2], model.sizes().imageSize());
        assertEquals(SET.tensors("vectors.safetensors").header("rn.image_features").shape()[1], model.sizes().embedding());
        assertEquals(SET.tensors("rn/model.openai.safetensors").tensor("input_resolution").integers()[0], model.sizes()
                .imageSize());
    }

    @Test
    void vocabularyIsTheSameInEveryForm() throws IOException {
        Vocabulary expected = Checkpoint.open(SET.model()).vocabulary();
        int size = sizes().vocabularySize();
        for (List<String> files : List.of(List.of("vocab.json", "merges.txt"), List.of("bpe_simple_vocab.txt.gz"))) {
            Path model = Files.createDirectories(folder.resolve(files.get(0)));
            for (String file : files) {
                Files.copy(SET.file("vit/" + file), model.resolve(file));
            }
            Vocabulary read = VocabularyFiles.read(ModelFolder.of(model.toString()), size);
            assertEquals(expected.ids(), read.ids());
            assertEquals(expected.merges(), read.merges());
        }
    }

    @Test
    void stampCoversEveryShard() throws IOException {
        Path model = new ModelForge(folder).shards(false);
        String before = Checkpoint.open(ModelFolder.of(model.toString())).stamp().orElseThrow();
        try (Stream<Path> files = Files.list(model)) {
            Path last = files.filter(file -> file.toString().endsWith(".safetensors")).max(Comparator.naturalOrder())
                    .orElseThrow();
            Files.setLastModifiedTime(last, FileTime.fromMillis(1));
        }
        String after = Checkpoint.open(ModelFolder.of(model.toString())).stamp().orElseThrow();
        assertNotEquals(before, after);
    }
}
