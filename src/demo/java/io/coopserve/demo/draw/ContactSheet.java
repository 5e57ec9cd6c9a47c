package io.coopserve.demo.draw;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

/** Rows of pictures with a word before each, as one PNG. */
public final class ContactSheet {
    private static final int GAP = 3;
    private static final int LETTER = 6;
    private static final int WHITE = 0xffffff;
    /** Five columns of each letter from a to z, the lowest bit on top: a JRE without a display may have no fonts. */
    private static final String GLYPHS = """
            2054545478 7f48444438 3844444420 384444487f 3854545418 087e090102 0c5252523e 7f08040478 00447d4000
            2040443d00 7f10284400 00417f4000 7c04180478 7c08040478 3844444438 7c14141408 081414187c 7c08040408
            4854545420 043f444020 3c4040207c 1c2040201c 3c4030403c 4428102844 0c5050503c 4464544c44""";
    private static final String[] LETTERS = GLYPHS.split("\\s+");

    private final int side;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String word, List<byte[]> pictures) {}

    /** @param side of all pictures, in pixels */
    public ContactSheet(int side) {
        this.side = side;
    }

    /** @param word of lower-case letters and spaces; others leave a blank */
    public void add(String word, List<byte[]> pictures) {
        rows.add(new Row(word, List.copyOf(pictures)));
    }

    /** Overwrites a PNG file. */
    public void write(Path file) throws IOException {
        int margin = rows.stream().mapToInt(row -> row.word.length()).max().orElse(0) * LETTER + 2 * GAP;
        int columns = rows.stream().mapToInt(row -> row.pictures.size()).max().orElse(0);
        BufferedImage sheet = new BufferedImage(margin + columns * (side + GAP), Math.max(1, rows.size() * (side + GAP)),
                BufferedImage.TYPE_INT_RGB);
        int[] line = new int[sheet.getWidth() * sheet.getHeight()];
        Arrays.fill(line, WHITE);
        sheet.setRGB(0, 0, sheet.getWidth(), sheet.getHeight(), line, 0, sheet.getWidth());
        for (int i = 0; i < rows.size(); i++) {
            int top = i * (side + GAP);
            letter(sheet, rows.get(i).word, top + side / 2 - LETTER / 2);
            List<byte[]> pictures = rows.get(i).pictures;
            for (int j = 0; j < pictures.size(); j++) {
                paste(sheet, pictures.get(j), margin + j * (side + GAP), top);
            }
        }
        ImageIO.write(sheet, "png", file.toFile());
    }

    private static void letter(BufferedImage sheet, String word, int top) {
        for (int i = 0; i < word.length(); i++) {
            int glyph = word.charAt(i) - 'a';
            for (int column = 0; column < 5 && glyph >= 0 && glyph < LETTERS.length; column++) {
                int bits = Integer.parseInt(LETTERS[glyph].substring(2 * column, 2 * column + 2), 16);
                for (int row = 0; row < 7; row++) {
                    if ((bits >> row & 1) == 1) {
                        sheet.setRGB(GAP + i * LETTER + column, top + row, 0);
                    }
                }
            }
        }
    }

    private void paste(BufferedImage sheet, byte[] picture, int left, int top) {
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int at = (y * side + x) * 3;
                sheet.setRGB(left + x, top + y, (picture[at] & 255) << 16 | (picture[at + 1] & 255) << 8 | picture[at + 2]
                        & 255);
            }
        }
    }
}
