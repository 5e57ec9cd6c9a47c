package io.coopserve.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture as ordinary as a camera's: edges and noise, JPEG. */
final class Photo {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final float FINE = 0.97f;

    private Photo() {
    }

    /** 500 by 375 pixels. */
    static byte[] jpeg(long seed) throws IOException {
        return jpeg(seed, WIDTH, HEIGHT);
    }

    static byte[] jpeg(long seed, int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(drawn(seed, width, height), "jpg", out);
        return out.toByteArray();
    }

    /** 500 by 375 pixels in about 110 kB, the mean of ImageNet's. */
    static byte[] fine(long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(FINE);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(drawn(seed, WIDTH, HEIGHT), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static BufferedImage drawn(long seed, int width, int height) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 40; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillOval(random.nextInt(width), random.nextInt(height), random.nextInt(width / 2), random.nextInt(height
                    / 2));
        }
        graphics.dispose();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, image.getRGB(x, y) ^ random.nextInt(1 << 24) & 0x0f0f0f);
            }
        }
        return image;
    }
}
