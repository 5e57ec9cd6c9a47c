package io.coopserve.demo.world;

import java.util.List;

/** How large an object is: its radius (half of its longer extent) over the side of the picture. */
public enum Size implements Named {
    TINY(0.07, 0.105, "tiny", "minute"), SMALL(0.115, 0.155, "small", "little"), MEDIUM(0.17, 0.23, "medium",
            "medium-sized"), BIG(0.25, 0.32, "big", "large"), HUGE(0.35, 0.46, "huge", "enormous", "giant");

    private final double least;
    private final double most;
    private final List<String> words;

    Size(double least, double most, String... words) {
        this.least = least;
        this.most = most;
        this.words = List.of(words);
    }

    public double least() {
        return least;
    }

    public double most() {
        return most;
    }

    @Override
    public List<String> words() {
        return words;
    }
}
