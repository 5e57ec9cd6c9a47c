package io.coopserve.demo.task;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

import io.coopserve.demo.draw.Painter;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Motif;
import io.coopserve.demo.world.Style;

/**
 * The drawings of one part of a task, always the same.
 *
 * @param side of a picture, in pixels
 * @param rgb side · side · 3 bytes of each picture, by class name
 */
public record DrawnImages(int side, Map<String, List<byte[]>> rgb) {
    private static final long SEED = 20261125;

    /**
     * @param shift how all of them are drawn; none: as the task says. The same drawings in the same order, whatever it is
     */
    public static DrawnImages of(DrawnTask task, Split split, Optional<Style> shift, int side) {
        Painter painter = new Painter(side);
        SplittableRandom random = new SplittableRandom(SEED + 100L * task.ordinal() + split.ordinal());
        Map<String, List<byte[]>> classes = new LinkedHashMap<>();
        for (Map.Entry<String, Motif> motif : task.classes().entrySet()) {
            List<byte[]> pictures = new ArrayList<>();
            for (int i = 0; i < split.each(); i++) {
                Drawing drawing = motif.getValue().draw(random);
                pictures.add(painter.paint(shift.map(drawing::in).orElse(drawing), random.nextLong()));
            }
            classes.put(motif.getKey(), pictures);
        }
        return new DrawnImages(side, classes);
    }

    /** Of names and pixels: 64 hexadecimal digits. */
    public String sha256() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        rgb.forEach((name, pictures) -> {
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            pictures.forEach(digest::update);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** PNG files by class name. */
    public Map<String, List<byte[]>> files() throws IOException {
        Map<String, List<byte[]>> files = new LinkedHashMap<>();
        for (Map.Entry<String, List<byte[]>> pictures : rgb.entrySet()) {
            List<byte[]> encoded = new ArrayList<>();
            for (byte[] picture : pictures.getValue()) {
                encoded.add(png(picture));
            }
            files.put(pictures.getKey(), encoded);
        }
        return files;
    }

    private byte[] png(byte[] picture) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, (picture[3 * i] & 0xff) << 16 | (picture[3 * i + 1] & 0xff) << 8 | picture[3 * i
                    + 2] & 0xff);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
