package io.coopserve.image;

import java.util.random.RandomGenerator;

/**
 * The part of a picture that torchvision's {@code RandomResizedCrop} would show, with the papers' scale and ratio; in pixels
 * of the picture.
 */
record RandomResizedCrop(int x, int y, int width, int height) {
    private static final double LEAST_SHARE = 0.08; // of the picture's area
    private static final double WIDEST = 4.0 / 3;
    private static final double NARROWEST = 3.0 / 4;
    private static final int TRIES = 10;

    /** Area uniform, ratio log-uniform, place uniform; what fits in none of ten tries is the centre, as wide as may be. */
    static RandomResizedCrop draw(RandomGenerator random, int width, int height) {
        for (int i = 0; i < TRIES; i++) {
            double area = random.nextDouble(LEAST_SHARE, 1) * width * height;
            double ratio = Math.exp(random.nextDouble(Math.log(NARROWEST), Math.log(WIDEST)));
            int w = rounded(Math.sqrt(area * ratio));
            int h = rounded(Math.sqrt(area / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int y = random.nextInt(height - h + 1);
                return new RandomResizedCrop(random.nextInt(width - w + 1), y, w, h);
            }
        }
        int w = Math.min(width, rounded(height * WIDEST));
        int h = Math.min(height, rounded(width / NARROWEST));
        return new RandomResizedCrop((width - w) / 2, (height - h) / 2, w, h);
    }

    private static int rounded(double length) {
        return (int) Math.rint(length); // half to even, as Python rounds
    }

    /** This part of a picture, in the mode of its file. */
    Picture of(Picture picture) {
        int pixel = picture.mode().bytes;
        byte[] whole = new byte[picture.width() * pixel];
        return new Picture(picture.mode(), width, height, (line, row) -> {
            picture.rows().read(y + line, whole);
            System.arraycopy(whole, x * pixel, row, 0, width * pixel);
        }, picture.palette());
    }
}
