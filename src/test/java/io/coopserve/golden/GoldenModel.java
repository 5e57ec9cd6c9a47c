package io.coopserve.golden;

import io.coopserve.clip.Clip;

/** A model of the set, by the names its file has for the tensors. */
public enum GoldenModel {
    /** The vision transformer by Hugging Face's names. */
    VIT("vit"),
    /** The same by OpenAI's names. */
    VIT_OPENAI("vit"),
    /** ModifiedResNet, by OpenAI's names. */
    RN("rn");

    private final String backbone;

    GoldenModel(String backbone) {
        this.backbone = backbone;
    }

    /** @param backbone {@code vit} or {@code rn}, as the set's settings say */
    public static GoldenModel of(String backbone) {
        return backbone.equals("rn") ? RN : VIT;
    }

    /** What its numbers are filed under. */
    public String backbone() {
        return backbone;
    }

    /** On the CPU, with the products of the image tower in a precision; close it. */
    public Clip in(String precision) {
        GoldenSet set = GoldenSet.current();
        return GoldenSet.load(this == VIT ? set.model() : set.model(backbone), precision);
    }

    /** On the CPU, loaded once and alive until the JVM ends. */
    public Clip clip() {
        return this == VIT ? GoldenSet.clip() : GoldenSet.clip(backbone);
    }
}
