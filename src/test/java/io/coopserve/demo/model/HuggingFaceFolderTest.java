package io.coopserve.demo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.image.Preprocessing;
import io.coopserve.model.Checkpoint;
import io.coopserve.model.ClipSizes;
import io.coopserve.model.Fingerprint;
import io.coopserve.model.ModelFolder;
import io.coopserve.model.Vocabulary;
import io.coopserve.model.WeightShapes;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

class HuggingFaceFolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final float HALF = 1f / (1 << 11); // what rounding changes, of a number
    private static final Vocabulary VOCABULARY = BytePairTrainer
            .train(Stream.of("a red circle", "a \"red\" square", "café café",
                    "\\ \\\\ \\\\"), 530);
    /** Heads of 64 channels and other widths in each tower: OpenAI's layout, which has no configuration, tells as much. */
    private static final ClipSizes SIZES = new ClipSizes(new ClipSizes.VisionTransformer(tower(128, 2), 8), tower(64, 1), 24,
            VOCABULARY.ids().size(), 20, 32);
    private static final Preprocessing PREPROCESSING = new Preprocessing(30, 24, new float[]{0.48145466f, 0.5f, 1},
            new float[]{0.27f, 0.26130258f, 1 / 3f});
    private static final Map<String, Tensor> WEIGHTS = InitialWeights.of(SIZES, 1);
    private static final HuggingFaceFolder FOLDER = new HuggingFaceFolder(SIZES, PREPROCESSING, VOCABULARY, WEIGHTS);

    @TempDir
    Path temporary;

    private static ClipSizes.Tower tower(int width, int layers) {
        return new ClipSizes.Tower(width, layers, width / 64, 3 * width, true, 1e-5f);
    }

    private static Checkpoint open(Path folder) {
        return Checkpoint.open(ModelFolder.of(folder.toString()));
    }

    private Path written() throws IOException {
        Path folder = temporary.resolve("written");
        FOLDER.write(folder);
        return folder;
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Checkpoint read = open(written());
        assertEquals(SIZES, read.sizes());
        assertSame(PREPROCESSING, read.preprocessing());
        assertEquals(VOCABULARY, read.vocabulary());
        WEIGHTS.forEach((name, weight) -> {
            float[] expected = weight.floats();
            float[] actual = read.weights().get(name).floats();
            assertEquals(expected.length, actual.length);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], Math.abs(expected[i]) * HALF + 0x1p-25, name);
            }
        });
        assertEquals(WEIGHTS.get("logit_scale").floats()[0], read.weights().get("logit_scale").floats()[0]);
    }

    private static void assertSame(Preprocessing expected, Preprocessing actual) {
        assertEquals(expected.shortSide(), actual.shortSide());
        assertEquals(expected.side(), actual.side());
        assertArrayEquals(expected.mean(), actual.mean());
        assertArrayEquals(expected.deviation(), actual.deviation());
    }

    @Test
    void bothTokenizersHaveTheSameVocabulary() throws IOException {
        Path folder = written();
        JsonNode fast = JSON.readTree(folder.resolve("tokenizer.json").toFile());
        assertEquals(fast.path("model").path("vocab"), JSON.readTree(folder.resolve("vocab.json").toFile()));
        assertEquals("'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+", fast.at(
                "/pre_tokenizer/pretokenizers/0/pattern/Regex").asText());
        Files.delete(folder.resolve("tokenizer.json"));
        assertEquals(VOCABULARY, open(folder).vocabulary());
    }

    @Test
    void theEndOfATextIsTheLargestIdAndIsNamed() throws IOException {
        Path folder = written();
        JsonNode text = JSON.readTree(folder.resolve("config.json").toFile()).path("text_config");
        int end = VOCABULARY.ids().get(Vocabulary.END);
        assertEquals(end, text.path("eos_token_id").asInt());
        assertEquals(end - 1, text.path("bos_token_id").asInt());
        assertEquals(text.path("vocab_size").asInt() - 1, end);
        assertEquals("float16", JSON.readTree(folder.resolve("config.json").toFile()).path("torch_dtype").asText());
        JsonNode tokenizer = JSON.readTree(folder.resolve("tokenizer_config.json").toFile());
        assertEquals(20, tokenizer.path("model_max_length").asInt());
        assertEquals("<|endoftext|>", tokenizer.path("eos_token").path("content").asText());
        assertEquals("<|endoftext|>", JSON.readTree(folder.resolve("special_tokens_map.json").toFile()).path("pad_token")
                .asText());
    }

    @Test
    void theSameModelIsTheSameBytes() throws IOException {
        Path again = temporary.resolve("again");
        Map<String, Integer> ids = new TreeMap<>(VOCABULARY.ids()); // in another order
        Map<String, Tensor> weights = new HashMap<>(WEIGHTS);
        new HuggingFaceFolder(SIZES, PREPROCESSING, new Vocabulary(ids, VOCABULARY.merges()), weights).write(again);
        Path folder = written();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(8, all.size());
            for (Path file : all) {
                assertEquals(-1, Files.mismatch(file, again.resolve(file.getFileName())), file.toString());
            }
        }
    }

    @Test
    void featuresAreThoseOfTheWeights() throws IOException {
        Path official = Files.createDirectory(temporary.resolve("official")); // single precision, by OpenAI's names
        Files.write(official.resolve("model.safetensors"), Safetensors.write(List.copyOf(WEIGHTS.values()), Map.of()));
        Path folder = written();
        Files.copy(folder.resolve("tokenizer.json"), official.resolve("tokenizer.json"));
        float[] pixels = new float[3 * 24 * 24];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        try (Clip expected = load(official); Clip actual = load(folder)) {
            assertEquals(expected.logitScale(), actual.logitScale());
            assertClose(expected.encodeImages(List.of(pixels))[0], actual.encodeImages(List.of(pixels))[0]);
            assertClose(text(expected), text(actual));
        }
    }

    private Clip load(Path folder) {
        return Clip.load(ModelFolder.of(folder.toString()), new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20),
                temporary));
    }

    private static float[] text(Clip clip) {
        return clip.textEncoder().encode(List.of("a red circle"))[0];
    }

    private static void assertClose(float[] expected, float[] actual) {
        assertArrayEquals(expected, actual, 1e-3f); // of vectors of length 1
    }

    @Test
    void theEmbeddedModelKeepsItsFingerprint() throws IOException {
        Checkpoint demo = Checkpoint.open(ModelFolder.of(ModelFolder.DEMO));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        WeightShapes.of(demo.sizes()).forEach((name, shape) -> weights.put(name, Tensor.of(name, demo.weights().get(name)
                .floats(), shape)));
        new HuggingFaceFolder(demo.sizes(), demo.preprocessing(), demo.vocabulary(), weights).write(temporary);
        Checkpoint copy = open(temporary);
        assertEquals(Fingerprint.of(demo.weights()), Fingerprint.of(copy.weights()));
        assertEquals(demo.sizes(), copy.sizes());
        assertSame(demo.preprocessing(), copy.preprocessing());
        assertEquals(demo.vocabulary(), copy.vocabulary());
    }

    @Test
    void partsThatDoNotFitTogetherAreRefusedBeforeAnythingIsWritten() {
        Map<String, Tensor> missing = new HashMap<>(WEIGHTS);
        missing.remove("visual.proj");
        assertRefused("visual.proj", new HuggingFaceFolder(SIZES, PREPROCESSING, VOCABULARY, missing));
        Map<String, Tensor> broken = new HashMap<>(WEIGHTS);
        broken.put("ln_final.bias", Tensor.of("ln_final.bias", new float[3], 3));
        assertRefused("ln_final.bias", new HuggingFaceFolder(SIZES, PREPROCESSING, VOCABULARY, broken));
        Vocabulary small = BytePairTrainer.train(Stream.of(""), 600);
        assertRefused("token 513", new HuggingFaceFolder(SIZES, PREPROCESSING, small, WEIGHTS));
    }

    private void assertRefused(String words, HuggingFaceFolder refused) {
        Path folder = temporary.resolve("refused");
        String message = assertThrows(IllegalArgumentException.class, () -> refused.write(folder)).getMessage();
        assertEquals(words, message.contains(words) ? words : message);
        assertFalse(Files.exists(folder));
    }
}
