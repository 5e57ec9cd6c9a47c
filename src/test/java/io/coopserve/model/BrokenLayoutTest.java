package io.coopserve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.coopserve.golden.GoldenSet;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;
import io.coopserve.tensors.TorchForge;

/** Folders that are nearly a CLIP: each gets one line that names what is wrong. */
class BrokenLayoutTest {
    private static final GoldenSet SET = GoldenSet.current();

    @TempDir
    Path folder;

    @Test
    void everyMissingMisshapenAndExtraTensorIsNamed() {
        String missing = spoiled("vit", tensor -> tensor.name().equals("visual.proj") ? Stream.of() : Stream.of(tensor));
        assertTrue(missing.contains("tensor visual.proj is missing"), missing);
        String extra = spoiled("rn", tensor -> tensor.name().equals("logit_scale")
                ? Stream.of(tensor, tensor.as("logit_bias"))
                : Stream.of(tensor));
        assertTrue(extra.contains("tensor logit_bias is not part of such a CLIP"), extra);
        String misshapen = spoiled("rn", tensor -> Stream.of(tensor.name().equals("visual.attnpool.c_proj.weight")
                ? tensor.as(tensor.name(), tensor.shape()[1], tensor.shape()[0])
                : tensor));
        assertTrue(misshapen.contains("tensor visual.attnpool.c_proj.weight is ["), misshapen);
    }

    @Test
    void integersInPlaceOfAWeightAreNamed() {
        String message = spoiled("rn", tensor -> tensor.name().equals("visual.bn1.running_mean")
                ? Stream.of(Tensor.of("visual.bn1.other", new float[]{1}, 1))
                : tensor.name().equals("visual.bn1.num_batches_tracked")
                        ? Stream.of(tensor.as(
                                "visual.bn1.running_mean"))
                        : Stream.of(tensor));
        assertTrue(message.contains("tensor visual.bn1.running_mean holds I64"), message);
    }

    @Test
    void manyFaultsAreCounted() {
        String message = spoiled("rn", tensor -> tensor.name().startsWith("visual.layer3.0.") && !tensor.name().equals(
                "visual.layer3.0.conv1.weight") ? Stream.of() : Stream.of(tensor));
        assertTrue(message.contains("is missing; tensor") && message.matches(".*and \\d+ more"), message);
    }

    @Test
    void gapInTheLayersIsAMissingTensor() {
        String message = spoiled("vit",
                tensor -> tensor.name().startsWith("transformer.resblocks.0.ln_1")
                        ? Stream.of(tensor.as(
                                tensor.name().replace(".0.", ".7."), tensor.shape()))
                        : Stream.of(tensor));
        assertTrue(message.contains("tensor transformer.resblocks.0.ln_1.weight is missing"), message);
    }

    private String spoiled(String backbone, Function<Tensor, Stream<Tensor>> change) {
        ModelForge forge = new ModelForge(folder);
        forge.vocabulary();
        List<Tensor> tensors = forge.openAi(backbone).stream().flatMap(change).toList();
        forge.write("model.safetensors", Safetensors.write(tensors, Map.of()));
        return message();
    }

    private String message() {
        String message = assertThrows(InvalidModelException.class,
                () -> Checkpoint.open(ModelFolder.of(folder.toString())).vocabulary())
                .getMessage();
        assertTrue(message.length() < 800 && !message.contains("\n"), message);
        return message;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "quick_gelu":true          | "custom_text":true                          | model_cfg.custom_text
            "embed_dim":               | "embed_dimension":                          | model_cfg.embed_dimension
            "vision_cfg":{             | "vision_cfg":{"timm_model_name":"vit",      | timm_model_name = "vit"
            "text_cfg":{               | "text_cfg":{"hf_model_name":"roberta-base", | hf_model_name
            "vision_cfg":{             | "vision_cfg":{"attentional_pool":true,      | attentional_pool
            "vision_cfg":{             | "vision_cfg":{"pool_type":"avg",            | pool_type
            "interpolation":"bicubic"  | "interpolation":"bilinear"                  | interpolation "bilinear" is not served
            "resize_mode":"shortest"   | "resize_mode":"squash"                      | resize_mode "squash" is not served
            "mean":[                   | "mean":["x",                                | mean needs 3 numbers
            "width":                   | "width":99999999999,"patch_dropout":        | width is 99999999999
            "layers":                  | "layers":2147483647,"patch_dropout":        | number of layers is 2147483647
            "model_cfg":               | "model":                                    | model_cfg with vision_cfg
            """)
    void openClipModelOfAnotherKindIsRefusedByName(String from, String to, String word) throws IOException {
        new ModelForge(folder).openClip("vit", Checkpoint.open(SET.model()).sizes());
        Path file = folder.resolve("open_clip_config.json");
        String before = Files.readString(file);
        Files.writeString(file, before.replaceFirst(Pattern.quote(from), Matcher
                .quoteReplacement(to)));
        String message = message();
        assertTrue(message.contains(word), message);
    }

    @Test
    void openAisWeightsAreQuickGeluWhateverTheConfigurationSays() throws IOException {
        Path tagged = Files.createDirectories(folder.resolve("vit_base_patch16_clip_224.openai"));
        for (Path model : List.of(tagged, Files.createDirectories(folder.resolve("vit_base_patch16_clip_224.laion2b")))) {
            new ModelForge(model).openClip("vit", Checkpoint.open(SET.model()).sizes());
            Path file = model.resolve("open_clip_config.json");
            Files.writeString(file, Files.readString(file).replace("\"quick_gelu\":true", "\"quick_gelu\":false"));
            assertEquals(model.equals(tagged), Checkpoint.open(ModelFolder.of(model.toString())).sizes().text().quickGelu());
        }
    }

    @Test
    void hugeSizesAreRefusedBeforeAnythingIsCounted() throws IOException {
        new ModelForge(folder).huggingFace();
        Path file = folder.resolve("config.json");
        String json = Files.readString(file);
        for (String field : List.of("num_hidden_layers", "hidden_size", "vocab_size", "image_size", "intermediate_size")) {
            Files.writeString(file, json.replaceFirst("\"" + field + "\": \\d+", "\"" + field + "\": 2147483647"));
            String message = message();
            assertTrue(message.contains("2147483647"), message);
        }
    }

    @Test
    void pickleThatCallsAFunctionIsRefusedByName() throws IOException {
        ModelForge forge = new ModelForge(folder);
        byte[] archive = TorchForge.stateDict(forge.openAi("rn"), "");
        byte[] from = "collections\nOrderedDict\n".getBytes(StandardCharsets.ISO_8859_1);
        String whole = new String(archive, StandardCharsets.ISO_8859_1);
        String hostile = whole.replace(new String(from, StandardCharsets.ISO_8859_1), "posixsubpro\nfork_exec_1\n");
        forge.stateDict("rn", "");
        forge.write("epoch_3.pt", hostile.getBytes(StandardCharsets.ISO_8859_1));
        String message = message();
        assertTrue(message.contains("the pickle calls posixsubpro.fork_exec_1"), message);
    }

    @Test
    void severalWeightsWithoutAWordAreNotGuessedAt() {
        ModelForge forge = new ModelForge(folder);
        forge.archive("vit");
        forge.write("other.pt", new byte[]{1});
        String message = message();
        assertTrue(message.contains("several files of weights (model.pt, other.pt)"), message);
    }

    @Test
    void missingVocabularySaysWhichWouldDo() throws IOException {
        new ModelForge(folder).archive("vit");
        Files.delete(folder.resolve("tokenizer.json"));
        String message = message();
        assertTrue(message.contains("bpe_simple_vocab_16e6.txt.gz") && message.contains("merges.txt"), message);
    }
}
