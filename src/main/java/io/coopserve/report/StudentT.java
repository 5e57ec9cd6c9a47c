package io.coopserve.report;

/** Student's t distribution, with a whole number of degrees of freedom. */
final class StudentT {
    private static final double LEVEL = 0.95;
    private static final int HALVINGS = 60;

    private StudentT() {
    }

    /** The t that 95 % of the distribution lie within: its quantile at 0.975. */
    static double deviations(int freedom) {
        double low = 0;
        double high = Math.PI / 2;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (within(middle, freedom) < LEVEL) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.tan(high) * Math.sqrt(freedom);
    }

    /** Share of the distribution from −t to t, t = √freedom · tan angle (Abramowitz and Stegun, 26.7.3 and 26.7.4). */
    private static double within(double angle, int freedom) {
        boolean odd = freedom % 2 == 1;
        double cosine = Math.cos(angle);
        double term = odd ? cosine : 1;
        double sum = freedom == 1 ? 0 : term;
        for (int i = odd ? 3 : 2; i <= freedom - 2; i += 2) {
            term *= cosine * cosine * (i - 1) / i;
            sum += term;
        }
        return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    }
}
