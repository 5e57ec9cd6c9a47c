package io.coopserve.demo.pretrain;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.coopserve.demo.caption.Focus;

/**
 * What batches are about. In some every caption says what it likes, in the others all captions name the same attribute, as in
 * a lesson: from free captions alone shapes are not learned in the time there is.
 *
 * @param general share of batches with free captions
 * @param focused how often each attribute has the others, relatively
 */
record Mixture(double general, Map<Focus, Double> focused) {
    Mixture {
        focused = new EnumMap<>(focused); // in the order of the enum, whatever map it was
    }

    /** What a batch is about; empty: free captions. */
    Optional<Focus> draw(SplittableRandom random) {
        if (random.nextDouble() < general) {
            return Optional.empty();
        }
        double left = random.nextDouble() * focused.values().stream().mapToDouble(Double::doubleValue).sum();
        for (Map.Entry<Focus, Double> entry : focused.entrySet()) {
            left -= entry.getValue();
            if (left < 0) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
