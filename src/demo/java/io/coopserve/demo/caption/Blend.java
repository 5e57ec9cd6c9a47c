package io.coopserve.demo.caption;

import java.util.List;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Named;

/** The two colours of a texture. Their order says nothing: red and white stripes are white and red ones. */
record Blend(Colour first, Colour second) implements Named {
    boolean isOf(Colour one, Colour other) {
        return one == first && other == second || one == second && other == first;
    }

    @Override
    public List<String> words() {
        return List.of(first.word() + " and " + second.word());
    }
}
