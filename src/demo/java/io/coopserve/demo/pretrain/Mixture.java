package io.coopserve.demo.pretrain;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

import io.coopserve.demo.caption.Focus;

/**
 * What short captions name, and how often. From free captions alone shapes are not learned in the time there is, so every
 * drawing has some that name one attribute each.
 *
 * @param weights relative to each other
 */
record Mixture(Map<Focus, Double> weights) {
    Mixture {
        weights = new EnumMap<>(weights); // in the order of the enum, whatever map it was
    }

    Focus draw(SplittableRandom random) {
        double left = random.nextDouble() * weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Focus last = null;
        for (Map.Entry<Focus, Double> entry : weights.entrySet()) {
            last = entry.getKey();
            left -= entry.getValue();
            if (left < 0) {
                break;
            }
        }
        return last;
    }
}
