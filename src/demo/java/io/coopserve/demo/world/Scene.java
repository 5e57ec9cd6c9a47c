package io.coopserve.demo.world;

import java.util.List;
import java.util.stream.Stream;

/** Backgrounds with something on them, in the order of their frequency. */
public enum Scene implements Named {
    SKY("clouds", "blue sky"), SEA("ocean", "water"), MEADOW("grass", "lawn"), FOREST("woods", "trees"), CITY("town",
            "skyline"), NIGHT("night sky", "stars"), DESERT("sand", "dunes"), SNOW("winter", "snowfall"), SUNSET("dusk",
                    "evening"), MOUNTAIN("mountains", "peak"), WALL("brick wall", "bricks"), ROAD("street",
                            "highway"), RAIN("rainy weather", "drizzle"), FIELD("farmland", "furrows");

    private final List<String> words;

    Scene(String... synonyms) {
        this.words = Stream.concat(Stream.of(Named.of(this)), Stream.of(synonyms)).toList();
    }

    @Override
    public List<String> words() {
        return words;
    }
}
