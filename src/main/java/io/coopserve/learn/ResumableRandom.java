package io.coopserve.learn;

import java.util.Random;

/** The numbers of {@link Random} with the same seed, by its documented generator; but where it is can be kept and come back to. */
public final class ResumableRandom extends Random {
    private static final long serialVersionUID = 1L;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long INCREMENT = 0xBL;
    private static final int BITS = 48;
    private static final long MASK = (1L << BITS) - 1;

    private long state;

    public ResumableRandom(long seed) {
        super(seed);
    }

    @Override
    public void setSeed(long seed) {
        super.setSeed(seed); // forgets the second of a pair of Gaussians
        state = (seed ^ MULTIPLIER) & MASK;
    }

    @Override
    protected int next(int bits) {
        state = state * MULTIPLIER + INCREMENT & MASK;
        return (int) (state >>> BITS - bits);
    }

    /** All that the next numbers depend on, between two pairs of Gaussians. */
    long state() {
        return state;
    }

    void restore(long kept) {
        setSeed(0);
        state = kept & MASK;
    }
}
