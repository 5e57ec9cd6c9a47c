package io.coopserve.demo.world;

import java.util.List;

/** Where the only object of a picture is: nine places, a third of the picture apart. */
public enum Position implements Named {
    TOP_LEFT(0, 0, "top left", "upper left"), TOP(1, 0, "top", "upper middle"), TOP_RIGHT(2, 0, "top right",
            "upper right"), LEFT(0, 1, "left", "left side"), CENTRE(1, 1, "centre", "middle", "center"), RIGHT(2, 1, "right",
                    "right side"), BOTTOM_LEFT(0, 2, "bottom left", "lower left"), BOTTOM(1, 2, "bottom",
                            "lower middle"), BOTTOM_RIGHT(2, 2, "bottom right", "lower right");

    private final int column;
    private final int row;
    private final List<String> words;

    Position(int column, int row, String... words) {
        this.column = column;
        this.row = row;
        this.words = List.of(words);
    }

    /** 0, 1 or 2 from the left. */
    public int column() {
        return column;
    }

    /** 0, 1 or 2 from the top. */
    public int row() {
        return row;
    }

    @Override
    public List<String> words() {
        return words;
    }
}
