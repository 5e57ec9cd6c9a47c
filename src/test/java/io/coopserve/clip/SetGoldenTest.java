package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;

@ExtendWith(GoldenReport.class)
class SetGoldenTest {
    private static final List<String> COMPARED = List.of("vit/config.json", "vit/preprocessor_config.json",
            "vit/model.safetensors", "vit/model.openai.safetensors", "rn/model.openai.safetensors", "tokens.json",
            "images_vit.safetensors", "images_rn.safetensors", "vectors.json", "vectors.safetensors",
            "activations_vit.safetensors", "activations_rn.safetensors", "preprocess.json", "preprocess_u8.safetensors",
            "preprocess.safetensors",
            "zeroshot.json", "zeroshot.safetensors", "interpret.json");
    /** Other forms of the set's own vocabulary; they go where tokenizer.json goes. */
    private static final List<String> VOCABULARY = List.of("vit/vocab.json", "vit/merges.txt",
            "vit/special_tokens_map.json", "vit/tokenizer_config.json");

    private final GoldenSet set = GoldenSet.current();

    @Test
    void noFileOfTheFormatIsMissing() {
        List<String> files = new ArrayList<>(COMPARED);
        if (set.hasTokenizer()) {
            files.addAll(VOCABULARY);
        }
        for (String kind : List.of("coop", "cocoop")) {
            set.trajectories(kind).forEach(name -> files.addAll(List.of(name + ".json", name + ".safetensors")));
        }
        assertAll(files.stream().map(name -> () -> set.file(name)));
    }
}
