package io.coopserve.demo.draw;

/** A texture on the plane. */
@FunctionalInterface
interface Pattern {
    /**
     * How much of its second colour is at a place: from 0 to 1.
     *
     * @param u to the right from the middle, in periods
     * @param v down from the middle, in periods
     */
    double share(double u, double v);

    /** The part of a number after the point, also of a negative one. */
    static double fraction(double number) {
        return number - Math.floor(number);
    }

    /** From 0 to 1, the same for the same place of the lattice. */
    static double chance(double column, double row, long salt) {
        long hash = ((long) Math.floor(column) * 0x9e3779b97f4a7c15L ^ (long) Math.floor(row) * 0xc2b2ae3d27d4eb4fL) + salt;
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return (hash >>> 40) * 0x1p-24;
    }
}
