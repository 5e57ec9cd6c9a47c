package io.coopserve.learn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How training images are seen; test images are always seen in their centre crop.
 *
 * @param views of each image that are encoded before training, beside its centre crop
 */
public record Augmentation(Kind kind, int views) {
    static final String NONE = "none";
    private static final int MAX_VIEWS = 64;
    private static final Pattern VIEWS = Pattern.compile("views:([1-9]\\d?)");

    public enum Kind {
        /** In their centre crop. */
        NONE,
        /** In one of some random crops at every use. */
        VIEWS,
        /** In a fresh random crop at every use, as in the paper. */
        OFFICIAL
    }

    /**
     * @param text {@code none}, {@code views:1} to {@code views:64} or {@code official}
     * @throws InvalidRecipeException if it is something else
     */
    public static Augmentation of(String text) {
        Matcher views = VIEWS.matcher(text);
        if (views.matches() && Integer.parseInt(views.group(1)) <= MAX_VIEWS) {
            return new Augmentation(Kind.VIEWS, Integer.parseInt(views.group(1)));
        }
        return switch (text) {
            case NONE -> new Augmentation(Kind.NONE, 0);
            case "official" -> new Augmentation(Kind.OFFICIAL, 0);
            default -> throw new InvalidRecipeException(
                    "augmentation \"%s\" is not offered; \"none\", \"views:1\" to \"views:%d\" and \"official\" are."
                            .formatted(text, MAX_VIEWS));
        };
    }
}
