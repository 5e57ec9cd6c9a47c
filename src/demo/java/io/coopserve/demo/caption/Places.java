package io.coopserve.demo.caption;

import java.util.List;

import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Scene;

/** How one says where something is. */
final class Places {
    private Places() {
    }

    /** "At the top left", "in the middle", "on the right side". */
    static String at(Draft draft, Position position) {
        String word = draft.word(position);
        String preposition = switch (position) {
            case TOP, BOTTOM -> word.endsWith("middle") || draft.chance(0.2) ? "in" : "at";
            case LEFT, RIGHT -> draft.chance(0.6) ? "on" : draft.chance(0.6) ? "at" : "in";
            case CENTRE -> draft.chance(0.75) ? "in" : "at";
            default -> draft.chance(0.55) ? "in" : "at";
        };
        boolean corner = position.column() != 1 && position.row() != 1;
        return preposition + " the " + word + (corner && draft.chance(0.2) ? " corner" : "");
    }

    /** "The sea", "a lawn", "clouds". */
    static String the(Draft draft, Scene scene) {
        return draft.choose(switch (scene) {
            case SKY -> List.of("the sky", "clouds", "a blue sky");
            case SEA -> List.of("the sea", "the ocean", "water");
            case MEADOW -> List.of("the meadow", "a meadow", "grass", "a lawn");
            case FOREST -> List.of("the forest", "a forest", "the woods", "trees");
            case CITY -> List.of("the city", "a city", "a town", "a skyline");
            case NIGHT -> List.of("the night", "the night sky", "stars");
            case DESERT -> List.of("the desert", "a desert", "sand", "dunes");
            case SNOW -> List.of("the snow", "snow", "winter", "snowfall");
            case SUNSET -> List.of("the sunset", "a sunset", "dusk", "the evening");
            case MOUNTAIN -> List.of("the mountain", "a mountain", "mountains", "a peak");
            case WALL -> List.of("the wall", "a wall", "a brick wall", "bricks");
            case ROAD -> List.of("the road", "a road", "a street", "a highway");
            case RAIN -> List.of("the rain", "rain", "rainy weather", "drizzle");
            case FIELD -> List.of("the field", "a field", "farmland", "furrows");
        });
    }

    /** "In the sea", "on a lawn", "under the stars". */
    static String in(Draft draft, Scene scene) {
        return draft.choose(switch (scene) {
            case SKY -> List.of("in the sky", "among clouds", "in a blue sky");
            case SEA -> List.of("in the sea", "on the sea", "in the ocean", "on the water");
            case MEADOW -> List.of("in the meadow", "on a meadow", "on the grass", "on a lawn");
            case FOREST -> List.of("in the forest", "in a forest", "in the woods", "among trees");
            case CITY -> List.of("in the city", "in a city", "in town", "in front of a skyline");
            case NIGHT -> List.of("in the night", "at night", "in the night sky", "under the stars");
            case DESERT -> List.of("in the desert", "in a desert", "in the sand", "in the dunes");
            case SNOW -> List.of("in the snow", "in snow", "in winter", "in the snowfall");
            case SUNSET -> List.of("in the sunset", "at sunset", "at dusk", "in the evening");
            case MOUNTAIN -> List.of("in front of the mountain", "in the mountains", "by a mountain", "below a peak");
            case WALL -> List.of("on the wall", "in front of a wall", "on a brick wall", "on bricks");
            case ROAD -> List.of("on the road", "on a road", "in the street", "on a highway");
            case RAIN -> List.of("in the rain", "in rain", "in rainy weather", "in the drizzle");
            case FIELD -> List.of("in the field", "in a field", "on farmland", "in the furrows");
        });
    }
}
