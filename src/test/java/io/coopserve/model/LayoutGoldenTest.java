package io.coopserve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import io.coopserve.golden.GoldenSet;

class LayoutGoldenTest {
    private final GoldenSet set = GoldenSet.current();

    @Test
    void openAiNamesAloneTellWhatConfigurationSays() {
        Checkpoint described = Checkpoint.open(set.model());
        Checkpoint bare = Checkpoint.open(set.model("vit"));
        assertEquals(described.sizes(), bare.sizes());
        assertEquals(Fingerprint.of(described.weights()), Fingerprint.of(bare.weights()));
    }

    @Test
    void resNetIsReadFromItsTensors() {
        Checkpoint model = Checkpoint.open(set.model("rn"));
        assertEquals(ClipSizes.ModifiedResNet.class, model.sizes().vision().getClass());
        long[] images = set.tensors("images_rn.safetensors").header("images").shape();
        assertEquals(images[2], model.sizes().imageSize());
        assertEquals(set.tensors("vectors.safetensors").header("rn.image_features").shape()[1], model.sizes().embedding());
    }
}
