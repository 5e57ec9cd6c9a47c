package io.coopserve.demo.draw;

/** Brings a square RGB picture of floats to another side: by averaging down, or up with a cubic or a tent. */
final class Scaling {
    private final int from;
    private final int to;
    private final int most;
    private final int[] first;
    private final float[] weights;

    private Scaling(int from, int to, int most) {
        this.from = from;
        this.to = to;
        this.most = most;
        this.first = new int[to];
        this.weights = new float[to * most];
    }

    static Scaling down(int from, int to) {
        double scale = (double) from / to;
        Scaling scaling = new Scaling(from, to, (int) Math.ceil(scale) + 1);
        for (int i = 0; i < to; i++) {
            scaling.first[i] = Math.min((int) (i * scale), from - scaling.most);
            for (int j = 0; j < scaling.most; j++) {
                int pixel = scaling.first[i] + j;
                double covered = Math.min(pixel + 1, (i + 1) * scale) - Math.max(pixel, i * scale);
                scaling.weights[i * scaling.most + j] = (float) (Math.max(0, covered) / scale);
            }
        }
        return scaling;
    }

    static Scaling up(int from, int to, boolean cubic) {
        Scaling scaling = new Scaling(from, to, 4);
        for (int i = 0; i < to; i++) {
            double place = (i + 0.5) * from / to - 0.5;
            int start = (int) Math.floor(place) - 1;
            scaling.first[i] = Math.max(0, Math.min(start, from - 4));
            for (int j = start; j < start + 4; j++) {
                double distance = Math.abs(place - j);
                double weight = cubic ? cubic(distance) : Math.max(0, 1 - distance);
                // what would lie outside counts for the pixel at the edge
                scaling.weights[4 * i + Math.max(0, Math.min(j, from - 1)) - scaling.first[i]] += (float) weight;
            }
        }
        return scaling;
    }

    /** Catmull and Rom's, a = −0.5. */
    private static double cubic(double distance) {
        if (distance < 1) {
            return (1.5 * distance - 2.5) * distance * distance + 1;
        }
        return distance < 2 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0;
    }

    /** @param between of at least from · to · 3 floats */
    void scale(float[] in, float[] between, float[] out) {
        for (int y = 0; y < from; y++) {
            for (int x = 0; x < to; x++) {
                sum(in, (y * from + first[x]) * 3, 3, x, between, (y * to + x) * 3);
            }
        }
        for (int y = 0; y < to; y++) {
            for (int x = 0; x < to; x++) {
                sum(between, (first[y] * to + x) * 3, 3 * to, y, out, (y * to + x) * 3);
            }
        }
    }

    private void sum(float[] in, int at, int step, int target, float[] out, int index) {
        float red = 0;
        float green = 0;
        float blue = 0;
        int place = at;
        for (int i = target * most; i < (target + 1) * most; i++) {
            float weight = weights[i];
            red += weight * in[place];
            green += weight * in[place + 1];
            blue += weight * in[place + 2];
            place += step;
        }
        out[index] = red;
        out[index + 1] = green;
        out[index + 2] = blue;
    }
}
