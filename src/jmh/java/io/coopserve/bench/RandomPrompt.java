package io.coopserve.bench;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.coopserve.clip.Clip;
import io.coopserve.prompt.ClassWeights;

/** Class weights in random directions: they score as slowly as learned ones, and no text tower has to make them. */
final class RandomPrompt {
    private RandomPrompt() {
    }

    static ClassWeights of(Clip clip, int classes) {
        Random random = new Random(1);
        float[][] weights = new float[classes][clip.embedding()];
        for (float[] row : weights) {
            double squares = 0;
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
                squares += row[i] * row[i];
            }
            for (int i = 0; i < row.length; i++) {
                row[i] /= (float) Math.sqrt(squares);
            }
        }
        List<String> names = RandomVocabulary.classes(classes);
        return new ClassWeights(clip.fingerprint(), names, clip.logitScale(), weights, Optional.empty());
    }
}
