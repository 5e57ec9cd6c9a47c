package io.coopserve.torture;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The choices of one client, or of whoever spoils things: equal for equal seed and name, whatever the others drew. */
final class Dice {
    private final RandomGenerator random;

    Dice(long seed, String name) {
        random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    }

    synchronized int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    boolean chance(int percent) {
        return between(0, 99) < percent;
    }

    <T> T from(List<T> choices) {
        return choices.get(between(0, choices.size() - 1));
    }

    /** @param weights by which each is as likely */
    <T> T weighted(Map<T, Integer> weights) {
        int left = between(1, weights.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<T, Integer> choice : weights.entrySet()) {
            left -= choice.getValue();
            if (left <= 0) {
                return choice.getKey();
            }
        }
        throw new IllegalStateException("there is nothing to choose from");
    }

    synchronized UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
