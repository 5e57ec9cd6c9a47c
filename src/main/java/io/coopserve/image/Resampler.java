package io.coopserve.image;

/**
 * Pillow's resize to the last bit: bicubic with a = −0.5, the support widened by the shrink factor, horizontal pass first,
 * 22-bit fixed-point taps and 8-bit results between the passes. Only the window that is kept is computed, so a picture of
 * 1 × 100,000 costs no more than any other.
 */
final class Resampler {
    private static final int PRECISION = 22;

    private final Picture in;
    private final Span columns;
    private final Span rows;

    /** Part of one axis: {@code count} of {@code size} resized positions from {@code from} on. */
    record Span(int size, int from, int count) {}

    private Resampler(Picture in, Span columns, Span rows) {
        this.in = in;
        this.columns = columns;
        this.rows = rows;
    }

    /** The window of a picture resized to the spans' sizes. */
    static Picture resize(Picture picture, Span columns, Span rows) {
        return new Resampler(picture, columns, rows).resize();
    }

    private Picture resize() {
        if (in.mode().isIndexed()) {
            return nearest();
        }
        boolean changed = columns.size != in.width() || rows.size != in.height();
        boolean alpha = changed && in.mode().hasAlpha();
        Taps[] across = Taps.of(in.width(), columns);
        Taps[] down = Taps.of(in.height(), rows);
        int firstRow = down[0].first;
        int neededRows = down[down.length - 1].first + down[down.length - 1].weights.length - firstRow;
        int channels = in.mode().channels;
        int width = columns.count * channels;
        int[] narrow = new int[neededRows * width];
        for (int y = 0, o = 0; y < neededRows; y++) {
            int[] row = in.rows().row(firstRow + y);
            if (alpha) {
                premultiply(row, channels);
            }
            for (Taps taps : across) {
                for (int c = 0; c < channels; c++) {
                    narrow[o++] = taps.apply(row, c, channels, isWide());
                }
            }
        }
        int[] out = new int[rows.count * width];
        for (int y = 0, o = 0; y < rows.count; y++) {
            for (int x = 0; x < width; x++) {
                out[o++] = down[y].apply(narrow, x - firstRow * width, width, isWide());
            }
        }
        if (alpha) {
            unpremultiply(out, channels);
        }
        return in.with(columns.count, rows.count, out);
    }

    private boolean isWide() {
        return in.mode() == Picture.Mode.GREY16;
    }

    /** Taps of one output position: weights of the inputs from {@code first} on. */
    private record Taps(int first, double[] weights, int[] fixed) {
        static Taps[] of(int inputs, Span span) {
            double scale = (double) inputs / span.size;
            double stretch = Math.max(scale, 1);
            double support = 2 * stretch;
            Taps[] all = new Taps[span.count];
            for (int i = 0; i < span.count; i++) {
                all[i] = inputs == span.size
                        ? new Taps(span.from + i, new double[]{1}, new int[]{1 << PRECISION})
                        : at((span.from + i + 0.5) * scale, support, stretch, inputs);
            }
            return all;
        }

        private static Taps at(double centre, double support, double stretch, int inputs) {
            int first = Math.max((int) (centre - support + 0.5), 0);
            int end = Math.min((int) (centre + support + 0.5), inputs);
            double[] weights = new double[end - first];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] = cubic((k + first - centre + 0.5) * (1 / stretch));
                sum += weights[k];
            }
            int[] fixed = new int[weights.length];
            for (int k = 0; k < weights.length; k++) {
                weights[k] = sum == 0 ? weights[k] : weights[k] / sum;
                fixed[k] = (int) (weights[k] * (1 << PRECISION) + (weights[k] < 0 ? -0.5 : 0.5));
            }
            return new Taps(first, weights, fixed);
        }

        private static double cubic(double x) {
            double a = -0.5;
            double t = Math.abs(x);
            if (t < 1) {
                return ((a + 2) * t - (a + 3)) * t * t + 1;
            }
            return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
        }

        /** Weighted sum of the samples {@code offset + stride × position}. */
        int apply(int[] samples, int offset, int stride, boolean wide) {
            int position = offset + first * stride;
            if (wide) {
                double sum = 0;
                for (double weight : weights) {
                    sum += weight * samples[position];
                    position += stride;
                }
                return (int) (sum < 0 ? Math.ceil(sum - 0.5) : Math.floor(sum + 0.5)); // half away from zero
            }
            int sum = 1 << PRECISION - 1;
            for (int weight : fixed) {
                sum += weight * samples[position];
                position += stride;
            }
            int value = sum >> PRECISION;
            return value < 0 ? 0 : Math.min(value, 255);
        }
    }

    private Picture nearest() {
        int[] across = nearest(in.width(), columns);
        int[] down = nearest(in.height(), rows);
        int[] out = new int[columns.count * rows.count];
        for (int y = 0, o = 0; y < rows.count; y++) {
            int[] row = in.rows().row(down[y]);
            for (int x : across) {
                out[o++] = row[x];
            }
        }
        return in.with(columns.count, rows.count, out);
    }

    /** Positions are accumulated in doubles, as Pillow does: i × scale would differ. */
    private static int[] nearest(int inputs, Span span) {
        double scale = (double) inputs / span.size;
        int[] indices = new int[span.count];
        double position = 0.5 * scale;
        for (int i = 0; i < span.from + span.count; i++) {
            if (i >= span.from) {
                indices[i - span.from] = Math.min((int) position, inputs - 1);
            }
            position += scale;
        }
        return indices;
    }

    private static void premultiply(int[] samples, int channels) {
        for (int i = 0; i < samples.length; i += channels) {
            int alpha = samples[i + channels - 1];
            for (int c = 0; c < channels - 1; c++) {
                int product = samples[i + c] * alpha + 128;
                samples[i + c] = (product >> 8) + product >> 8;
            }
        }
    }

    private static void unpremultiply(int[] samples, int channels) {
        for (int i = 0; i < samples.length; i += channels) {
            int alpha = samples[i + channels - 1];
            for (int c = 0; c < channels - 1 && alpha != 0 && alpha != 255; c++) {
                samples[i + c] = Math.min(255 * samples[i + c] / alpha, 255);
            }
        }
    }
}
