package io.coopserve.hostile;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The choices of one request: equal for equal seed and index, whatever other requests drew. */
final class Dice {
    private final RandomGenerator random;

    Dice(long seed, long index) {
        random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed ^ index * 0x9E3779B97F4A7C15L);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    <T> T from(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    long number() {
        return random.nextLong();
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A copy with some bytes changed, which may now and then be cut short. */
    byte[] garbled(byte[] original) {
        byte[] copy = original.clone();
        for (int changes = between(1, 8); changes > 0 && copy.length > 0; changes--) {
            copy[below(copy.length)] = (byte) below(256);
        }
        return chance(20) ? truncated(copy) : copy;
    }

    byte[] truncated(byte[] original) {
        return java.util.Arrays.copyOf(original, below(original.length + 1));
    }
}
