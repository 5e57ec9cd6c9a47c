package io.coopserve.demo.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;

class PainterTest {
    private static final int SIDE = 64;
    /** JDK 17 and 25 paint the same; a change of how anything looks changes it. */
    private static final String GOLDEN = "7bcddcfae3475d0163e830f51578d21ee5871517205612e7613340adb4e81b2a";

    private final Painter painter = new Painter(SIDE);

    @Test
    void sameSeedPaintsTheSameWhateverWasPaintedBefore() {
        Drawing drawing = textured(Figure.STAR, Texture.DOTTED, Optional.of(Scene.FOREST), Style.PLAIN);
        byte[] first = painter.paint(drawing, 7);
        for (Texture texture : Texture.values()) {
            painter.paint(textured(Figure.RING, texture, Optional.empty(), Style.SKETCH), 1);
        }
        assertArrayEquals(first, painter.paint(drawing, 7));
        assertArrayEquals(first, new Painter(SIDE).paint(drawing, 7));
        assertFalse(Arrays.equals(first, painter.paint(drawing, 8)));
    }

    @Test
    void everyFigureWithEveryTexturePaintsOnEverySceneInEveryStyle() {
        Scene[] scenes = Scene.values();
        Style[] styles = Style.values();
        int seed = 0;
        for (Figure figure : Figure.values()) {
            for (Texture texture : Texture.values()) {
                for (int i = 0; i < styles.length; i++) {
                    Optional<Scene> scene = Optional.of(scenes[seed % scenes.length]);
                    assertPainted(painter.paint(textured(figure, texture, scene, styles[i]), seed++));
                }
            }
        }
    }

    @Test
    void scenesAndTexturesFillTheFrameInEveryStyle() {
        for (Style style : Style.values()) {
            for (Scene scene : Scene.values()) {
                assertPainted(painter.paint(scene(scene, style), 3));
            }
            for (Texture texture : Texture.values()) {
                assertPainted(painter.paint(texture(texture, style), 4));
            }
            for (Colour colour : Colour.values()) {
                painter.paint(new Drawing(List.of(), Optional.empty(), Optional.empty(), colour, colour, style), 5);
            }
        }
    }

    @Test
    void figureLooksLikeItsColour() {
        for (Colour colour : Colour.values()) {
            double[] mean = new double[3];
            int near = 0;
            for (int seed = 0; seed < 60; seed++) {
                double[] middle = middle(painter.paint(plain(Figure.CIRCLE, colour, contrast(colour), Size.HUGE, Optional.of(
                        Position.CENTRE), 1), seed));
                for (int i = 0; i < 3; i++) {
                    mean[i] += middle[i] / 60;
                }
                near += nearest(middle) == colour ? 1 : 0;
            }
            assertEquals(colour, nearest(mean));
            assertTrue(near >= 50, colour + " is told in " + near + " of 60 pictures");
        }
    }

    @Test
    void swatchLooksLikeItsColour() {
        for (Colour colour : Colour.values()) {
            Drawing swatch = new Drawing(List.of(), Optional.empty(), Optional.empty(), colour, colour, Style.PLAIN);
            assertEquals(colour, nearest(middle(painter.paint(swatch, 11))));
        }
    }

    @Test
    void objectsCanBeCounted() {
        Set<Figure> whole = EnumSet.complementOf(EnumSet.of(Figure.FLOWER));
        for (Figure figure : whole) {
            for (int count = 1; count <= 8; count++) {
                for (Size size : Size.values()) {
                    byte[] picture = painter.paint(plain(figure, Colour.BLACK, Colour.WHITE, size, Optional.empty(), count),
                            count);
                    assertEquals(count, components(dark(picture)), figure + " " + size);
                }
            }
        }
    }

    @Test
    void twoGroupsStayApart() {
        for (Size size : Size.values()) {
            for (int seed = 0; seed < 40; seed++) {
                Group one = new Group(Figure.SQUARE, Colour.BLACK, Optional.empty(), Colour.RED, size, 1, Optional.empty());
                Group other = new Group(Figure.CIRCLE, Colour.NAVY, Optional.empty(), Colour.RED, Size.BIG, 1, Optional
                        .empty());
                Drawing drawing = new Drawing(List.of(one, other), Optional.empty(), Optional.empty(), Colour.WHITE, Colour.RED,
                        Style.PLAIN);
                assertEquals(2, components(dark(painter.paint(drawing, seed))));
            }
        }
    }

    @Test
    void objectIsWhereItsPositionSays() {
        for (Position position : Position.values()) {
            for (Figure figure : Figure.values()) {
                for (Size size : Size.values()) {
                    boolean[] dark = dark(painter.paint(plain(figure, Colour.BLACK, Colour.WHITE, size, Optional.of(position),
                            1), 21));
                    double[] centroid = centroid(dark);
                    String what = figure + " " + size + " " + position;
                    assertEquals(position.column(), (int) (3 * centroid[0] / SIDE), what);
                    assertEquals(position.row(), (int) (3 * centroid[1] / SIDE), what);
                }
            }
        }
    }

    @Test
    void biggerSizesCoverMore() {
        double before = 0;
        for (Size size : Size.values()) {
            double covered = 0;
            for (int seed = 0; seed < 20; seed++) {
                covered += area(dark(painter.paint(plain(Figure.CIRCLE, Colour.BLACK, Colour.WHITE, size, Optional.of(
                        Position.CENTRE), 1), seed)));
            }
            assertTrue(covered > 1.3 * before, size + " covers " + covered);
            before = covered;
        }
    }

    @Test
    void otherSidesPaintToo() {
        for (int side : new int[]{32, 48, 96}) {
            assertEquals(side * side * 3, new Painter(side).paint(scene(Scene.CITY, Style.PLAIN), 1).length);
        }
    }

    @Test
    void pictureIsTheSameOnEveryMachine() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        goldens().forEach(drawing -> digest.update(painter.paint(drawing, 42)));
        assertEquals(GOLDEN, HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void sheetHoldsThePicturesBesideTheirWord(@TempDir Path folder) throws IOException {
        ContactSheet sheet = new ContactSheet(SIDE);
        byte[] picture = painter.paint(scene(Scene.SKY, Style.PLAIN), 1);
        sheet.add("sky", List.of(picture, painter.paint(scene(Scene.SKY, Style.PLAIN), 2)));
        sheet.add("brick wall", List.of(painter.paint(scene(Scene.WALL, Style.PLAIN), 1)));
        sheet.write(folder.resolve("sheet.png"));
        BufferedImage image = ImageIO.read(folder.resolve("sheet.png").toFile());
        int first = (picture[0] & 255) << 16 | (picture[1] & 255) << 8 | picture[2] & 255;
        assertEquals(first, image.getRGB(image.getWidth() - 2 * (SIDE + 3), 0) & 0xffffff);
        assertEquals(2 * (SIDE + 3), image.getHeight());
    }

    private static Stream<Drawing> goldens() {
        Stream<Drawing> figures = Stream.of(Figure.values()).flatMap(figure -> Stream.of(Style.values()).map(
                style -> textured(figure, Texture.values()[figure.ordinal() % 16], Optional.empty(), style)));
        Stream<Drawing> scenes = Stream.of(Scene.values()).map(scene -> scene(scene, Style.PLAIN));
        Stream<Drawing> textures = Stream.of(Texture.values()).map(texture -> texture(texture, Style.PLAIN));
        return Stream.of(figures, scenes, textures).flatMap(drawings -> drawings);
    }

    private static Drawing textured(Figure figure, Texture texture, Optional<Scene> scene, Style style) {
        Group group = new Group(figure, Colour.RED, Optional.of(texture), Colour.YELLOW, Size.BIG, 1, Optional.empty());
        return new Drawing(List.of(group), scene, Optional.empty(), Colour.WHITE, Colour.WHITE, style);
    }

    private static Drawing plain(Figure figure, Colour colour, Colour behind, Size size, Optional<Position> position,
            int count) {
        Group group = new Group(figure, colour, Optional.empty(), colour, size, count, position);
        return new Drawing(List.of(group), Optional.empty(), Optional.empty(), behind, behind, Style.PLAIN);
    }

    private static Drawing scene(Scene scene, Style style) {
        return new Drawing(List.of(), Optional.of(scene), Optional.empty(), Colour.WHITE, Colour.WHITE, style);
    }

    private static Drawing texture(Texture texture, Style style) {
        return new Drawing(List.of(), Optional.empty(), Optional.of(texture), Colour.BLUE, Colour.WHITE, style);
    }

    private static Colour contrast(Colour colour) {
        return Rgb.luminance(colour.rgb()) > 128 ? Colour.NAVY : Colour.WHITE;
    }

    /** More than one level of brightness. */
    private static void assertPainted(byte[] picture) {
        assertEquals(SIDE * SIDE * 3, picture.length);
        int least = 255;
        int most = 0;
        for (byte level : picture) {
            least = Math.min(least, level & 255);
            most = Math.max(most, level & 255);
        }
        assertTrue(most - least > 8, "nothing is on the picture");
    }

    /** Mean of the pixels of the middle ninth. */
    private static double[] middle(byte[] picture) {
        double[] mean = new double[3];
        int from = 26;
        int to = SIDE - from;
        for (int y = from; y < to; y++) {
            for (int x = from; x < to; x++) {
                for (int i = 0; i < 3; i++) {
                    mean[i] += (picture[(y * SIDE + x) * 3 + i] & 255) / (double) ((to - from) * (to - from));
                }
            }
        }
        return mean;
    }

    private static Colour nearest(double[] mean) {
        int rgb = Rgb.of(mean[0], mean[1], mean[2]);
        return Stream.of(Colour.values()).min((first, second) -> Double.compare(Rgb.distance(rgb, first.rgb()), Rgb.distance(
                rgb, second.rgb()))).orElseThrow();
    }

    private static boolean[] dark(byte[] picture) {
        boolean[] dark = new boolean[SIDE * SIDE];
        for (int i = 0; i < dark.length; i++) {
            dark[i] = (picture[3 * i] & 255) + (picture[3 * i + 1] & 255) + (picture[3 * i + 2] & 255) < 300;
        }
        return dark;
    }

    private static int area(boolean[] pixels) {
        int area = 0;
        for (boolean pixel : pixels) {
            area += pixel ? 1 : 0;
        }
        return area;
    }

    private static double[] centroid(boolean[] pixels) {
        double x = 0;
        double y = 0;
        for (int i = 0; i < pixels.length; i++) {
            x += pixels[i] ? i % SIDE + 0.5 : 0;
            y += pixels[i] ? i / SIDE + 0.5 : 0;
        }
        return new double[]{x / area(pixels), y / area(pixels)};
    }

    /** Areas of neighbouring pixels; clears them. */
    private static int components(boolean[] pixels) {
        int count = 0;
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < pixels.length; i++) {
            int size = 0;
            open.add(i);
            while (!open.isEmpty()) {
                int at = open.remove();
                if (pixels[at]) {
                    pixels[at] = false;
                    size++;
                    neighbours(at, open);
                }
            }
            count += size >= 2 ? 1 : 0;
        }
        return count;
    }

    private static void neighbours(int at, ArrayDeque<Integer> open) {
        for (int y = Math.max(0, at / SIDE - 1); y <= Math.min(SIDE - 1, at / SIDE + 1); y++) {
            for (int x = Math.max(0, at % SIDE - 1); x <= Math.min(SIDE - 1, at % SIDE + 1); x++) {
                open.add(y * SIDE + x);
            }
        }
    }
}
