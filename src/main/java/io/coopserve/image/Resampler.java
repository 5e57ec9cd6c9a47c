package io.coopserve.image;

import java.util.Arrays;

/**
 * Pillow's resize to the last bit: bicubic with a = −0.5, the support widened by the shrink factor, horizontal pass first,
 * 22-bit fixed-point taps and 8-bit results between the passes. Only the window that is kept is computed, so a picture of
 * 1 × 100,000 costs no more than any other.
 */
final class Resampler {
    private static final int PRECISION = 22;
    private static final int HALF = 1 << PRECISION - 1;

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

    /** The window of a picture resized to the spans' sizes; 16-bit grey becomes 8-bit grey by clipping. */
    static Picture resize(Picture picture, Span columns, Span rows) {
        Resampler resampler = new Resampler(picture, columns, rows);
        return picture.mode().isIndexed() ? resampler.nearest() : resampler.bicubic();
    }

    private Picture bicubic() {
        boolean changed = columns.size != in.width() || rows.size != in.height();
        boolean alpha = changed && in.mode().hasAlpha();
        boolean wide = in.mode() == Picture.Mode.GREY16;
        int channels = in.mode().channels;
        Taps across = Taps.of(in.width(), columns);
        Taps down = Taps.of(in.height(), rows);
        int firstRow = down.first[0];
        int width = columns.count * channels;
        int[] narrow = new int[(down.end() - firstRow) * width];
        byte[] row = new byte[in.width() * in.mode().bytes];
        for (int y = firstRow; y < down.end(); y++) {
            in.rows().read(y, row);
            if (alpha) {
                premultiply(row, channels);
            }
            across.acrossRow(row, channels, wide, narrow, (y - firstRow) * width);
        }
        byte[] out = new byte[rows.count * width];
        for (int y = 0; y < rows.count; y++) {
            down.downColumns(y, narrow, firstRow, width, wide, out, y * width);
        }
        if (alpha) {
            unpremultiply(out, channels);
        }
        return Picture.of(wide ? Picture.Mode.GREY : in.mode(), columns.count, rows.count, out, null);
    }

    /**
     * Which inputs make each output position, and by which weights.
     *
     * @param first input of each output position
     * @param weights of the inputs from {@code first} on, {@code most} for each output position, and {@code count} of them used
     * @param fixed the same in fixed point
     */
    private record Taps(int[] first, int[] count, int most, double[] weights, int[] fixed) {
        static Taps of(int inputs, Span span) {
            double scale = (double) inputs / span.size;
            double stretch = Math.max(scale, 1);
            double support = inputs == span.size ? 0 : 2 * stretch;
            int most = 1 + 2 * (int) Math.ceil(support);
            Taps taps = new Taps(new int[span.count], new int[span.count], most, new double[most * span.count],
                    new int[most * span.count]);
            for (int i = 0; i < span.count; i++) {
                if (inputs == span.size) {
                    taps.keep(i, span.from + i);
                } else {
                    taps.weigh(i, (span.from + i + 0.5) * scale, support, stretch, inputs);
                }
            }
            return taps;
        }

        private void keep(int i, int input) {
            first[i] = input;
            count[i] = 1;
            weights[i * most] = 1;
            fixed[i * most] = 1 << PRECISION;
        }

        private void weigh(int i, double centre, double support, double stretch, int inputs) {
            first[i] = Math.max((int) (centre - support + 0.5), 0);
            count[i] = Math.min((int) (centre + support + 0.5), inputs) - first[i];
            double sum = 0;
            for (int k = 0; k < count[i]; k++) {
                double weight = cubic((k + first[i] - centre + 0.5) * (1 / stretch));
                weights[i * most + k] = weight;
                sum += weight;
            }
            for (int k = i * most; k < i * most + count[i]; k++) {
                weights[k] = sum == 0 ? weights[k] : weights[k] / sum;
                fixed[k] = (int) (weights[k] * (1 << PRECISION) + (weights[k] < 0 ? -0.5 : 0.5));
            }
        }

        private static double cubic(double x) {
            double a = -0.5;
            double t = Math.abs(x);
            if (t < 1) {
                return ((a + 2) * t - (a + 3)) * t * t + 1;
            }
            return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
        }

        /** One past the last input of all. */
        int end() {
            int last = first.length - 1;
            return first[last] + count[last];
        }

        /** Sums of one row's samples; there is a loop for each number of channels, since this is where the time goes. */
        void acrossRow(byte[] row, int channels, boolean wide, int[] out, int o) {
            for (int i = 0; i < first.length; i++, o += channels) {
                int from = first[i] * channels;
                int weight = i * most;
                int end = weight + count[i];
                if (wide) {
                    out[o] = wideSum(row, first[i], weight, end);
                } else if (channels == 3) {
                    threeSums(row, from, weight, end, out, o);
                } else {
                    for (int c = 0; c < channels; c++) {
                        int sum = HALF;
                        for (int k = weight, p = from + c; k < end; k++, p += channels) {
                            sum += fixed[k] * (row[p] & 0xff);
                        }
                        out[o + c] = clip(sum >> PRECISION);
                    }
                }
            }
        }

        private void threeSums(byte[] row, int from, int weight, int end, int[] out, int o) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int k = weight, p = from; k < end; k++, p += 3) {
                int w = fixed[k];
                red += w * (row[p] & 0xff);
                green += w * (row[p + 1] & 0xff);
                blue += w * (row[p + 2] & 0xff);
            }
            out[o] = clip(red >> PRECISION);
            out[o + 1] = clip(green >> PRECISION);
            out[o + 2] = clip(blue >> PRECISION);
        }

        private int wideSum(byte[] row, int from, int weight, int end) {
            double sum = 0;
            for (int k = weight, p = from * 2; k < end; k++, p += 2) {
                sum += weights[k] * ((row[p] & 0xff) << 8 | row[p + 1] & 0xff);
            }
            return round(sum);
        }

        /** Row y of the output from the rows of {@code in}, of which the first is input row {@code firstRow}. */
        void downColumns(int y, int[] in, int firstRow, int width, boolean wide, byte[] out, int o) {
            int from = (first[y] - firstRow) * width;
            int weight = y * most;
            if (wide) {
                for (int x = 0; x < width; x++) {
                    double sum = 0;
                    for (int k = 0; k < count[y]; k++) {
                        sum += weights[weight + k] * in[from + k * width + x];
                    }
                    out[o + x] = (byte) clip(round(sum)); // to 8 bit, as Pillow's conversion to RGB does
                }
                return;
            }
            int[] sums = new int[width];
            Arrays.fill(sums, HALF);
            for (int k = 0; k < count[y]; k++, from += width) {
                int w = fixed[weight + k];
                for (int x = 0; x < width; x++) {
                    sums[x] += w * in[from + x];
                }
            }
            for (int x = 0; x < width; x++) {
                out[o + x] = (byte) clip(sums[x] >> PRECISION);
            }
        }

        private static int clip(int value) {
            return Math.max(0, Math.min(value, 255));
        }

        /** Half away from zero. */
        private static int round(double sum) {
            return (int) (sum < 0 ? Math.ceil(sum - 0.5) : Math.floor(sum + 0.5));
        }
    }

    private Picture nearest() {
        int[] across = nearest(in.width(), columns);
        int[] down = nearest(in.height(), rows);
        byte[] out = new byte[columns.count * rows.count];
        byte[] row = new byte[in.width()];
        for (int y = 0, o = 0; y < rows.count; y++) {
            in.rows().read(down[y], row);
            for (int x : across) {
                out[o++] = row[x];
            }
        }
        return Picture.of(in.mode(), columns.count, rows.count, out, in.palette());
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

    private static void premultiply(byte[] samples, int channels) {
        for (int i = 0; i < samples.length; i += channels) {
            int alpha = samples[i + channels - 1] & 0xff;
            for (int c = i; c < i + channels - 1; c++) {
                samples[c] = (byte) Picture.product(samples[c] & 0xff, alpha);
            }
        }
    }

    private static void unpremultiply(byte[] samples, int channels) {
        for (int i = 0; i < samples.length; i += channels) {
            int alpha = samples[i + channels - 1] & 0xff;
            for (int c = i; c < i + channels - 1 && alpha != 0 && alpha != 255; c++) {
                samples[c] = (byte) Math.min(255 * (samples[c] & 0xff) / alpha, 255);
            }
        }
    }
}
