package io.coopserve.demo.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;

class PretrainingTest {
    @TempDir
    Path folder;

    @Test
    void theSameSeedGivesTheSameFilesAndTheyServe() throws IOException {
        Path first = train(1, "first");
        Path again = train(1, "again");
        Path other = train(2, "other");
        for (String file : List.of("model.safetensors", "tokenizer.json", "config.json", "merges.txt")) {
            assertArrayEquals(Files.readAllBytes(first.resolve(file)), Files.readAllBytes(again.resolve(file)), file);
        }
        assertTrue(Files.mismatch(first.resolve("model.safetensors"), other.resolve("model.safetensors")) >= 0);
        try (Clip clip = Clip.load(ModelFolder.of(first.toString()),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20),
                        folder.resolve("cache")))) {
            assertEquals(128, clip.encodeImages(List.of(new float[clip.preprocessor().values()]))[0].length);
            assertEquals(2, clip.textEncoder().encode(List.of("a red circle", "stripes")).length);
        }
    }

    private Path train(long seed, String name) {
        Path to = folder.resolve(name);
        Plan plan = Plan.trial(seed);
        new Pretraining(plan).run((step, loss, scale, model) -> {
            assertTrue(loss > 0 && loss < 10, "loss " + loss);
            if (step == plan.steps()) {
                model.write(to);
            }
        });
        return to;
    }
}
