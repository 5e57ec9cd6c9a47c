package io.coopserve.learn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS for smooth functions of many numbers (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5).
 * Steps fulfil Wolfe's conditions, found by halving and doubling, so every pair that is kept has curvature. What is computed in
 * single precision comes to where a step changes the value by less than rounding does, long before the gradient is as wrong:
 * there the gradient is asked instead (approximate Wolfe conditions; Hager and Zhang, SIAM J. Optim. 16, 2005). The way does not
 * depend on what the function is multiplied with.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final double ARMIJO = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final double ROUNDING = 1e-6; // of a value, as a share of it
    private static final int MAX_TRIALS = 30; // of one step's length

    /** What is minimised. */
    @FunctionalInterface
    interface Objective {
        /** @param gradient written over */
        double value(double[] at, double[] gradient);
    }

    /** A step and what it did to the gradient. */
    private record Pair(double[] step, double[] change, double curvature) {}

    private final Objective objective;
    private final Deque<Pair> pairs = new ArrayDeque<>(); // the latest first

    private Lbfgs(Objective objective) {
        this.objective = objective;
    }

    /**
     * Goes downhill from a point until no component of the gradient is larger than a tolerance.
     *
     * @param at changed in place: the lowest point that was found, but for rounding
     * @return evaluations of the objective
     */
    static int minimise(Objective objective, double[] at, double tolerance, int maxIterations) {
        return new Lbfgs(objective).minimise(at, tolerance, maxIterations);
    }

    private int minimise(double[] at, double tolerance, int maxIterations) {
        double[] gradient = new double[at.length];
        double value = objective.value(at, gradient);
        int evaluations = 1;
        double[] next = new double[at.length];
        double[] nextGradient = new double[at.length];
        for (int i = 0; i < maxIterations && largest(gradient) > tolerance; i++) {
            double[] direction = direction(gradient);
            double slope = dot(gradient, direction);
            double shortest = 0;
            double longest = Double.POSITIVE_INFINITY;
            double length = pairs.isEmpty() ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
            double reached = value;
            boolean found = false;
            for (int trial = 0; trial < MAX_TRIALS && !found; trial++) {
                move(at, direction, length, next);
                reached = objective.value(next, nextGradient);
                evaluations++;
                double nextSlope = dot(nextGradient, direction);
                if (!isLower(value, slope, length, reached, nextSlope)) { // what is not finite is too far, too
                    longest = length;
                } else if (nextSlope < CURVATURE * slope) {
                    shortest = length;
                } else {
                    found = true;
                    continue;
                }
                length = longest == Double.POSITIVE_INFINITY ? 2 * shortest : (shortest + longest) / 2;
            }
            if (!found) {
                return evaluations; // as low as this precision can see
            }
            remember(at, next, gradient, nextGradient);
            System.arraycopy(next, 0, at, 0, at.length);
            System.arraycopy(nextGradient, 0, gradient, 0, at.length);
            value = reached;
        }
        return evaluations;
    }

    private static boolean isLower(double value, double slope, double length, double reached, double nextSlope) {
        return reached <= value + ARMIJO * length * slope
                || reached <= value + ROUNDING * Math.abs(value) && nextSlope <= (2 * ARMIJO - 1) * slope;
    }

    /** −H × gradient, H being the inverse Hessian that the pairs tell of. */
    private double[] direction(double[] gradient) {
        double[] direction = gradient.clone();
        double[] weights = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            weights[i] = dot(pair.step, direction) / pair.curvature;
            move(direction, pair.change, -weights[i++], direction);
        }
        double scale = pairs.isEmpty() ? 1 : pairs.getFirst().curvature / dot(pairs.getFirst().change, pairs.getFirst().change);
        for (int k = 0; k < direction.length; k++) {
            direction[k] *= -scale;
        }
        for (Iterator<Pair> earliest = pairs.descendingIterator(); earliest.hasNext();) {
            Pair pair = earliest.next();
            double weight = dot(pair.change, direction) / pair.curvature;
            move(direction, pair.step, -weights[--i] - weight, direction);
        }
        return direction;
    }

    private void remember(double[] at, double[] next, double[] gradient, double[] nextGradient) {
        double[] step = new double[at.length];
        double[] change = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            step[i] = next[i] - at[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        pairs.addFirst(new Pair(step, change, dot(step, change)));
        if (pairs.size() > MEMORY) {
            pairs.removeLast();
        }
    }

    private static void move(double[] from, double[] direction, double length, double[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = from[i] + length * direction[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
