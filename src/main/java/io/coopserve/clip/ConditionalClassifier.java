package io.coopserve.clip;

import java.util.Arrays;
import java.util.List;

import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.Conditional;

/** Classifies with a context that depends on the image: the text tower passes for every image (CoCoOp, section 3.2). */
final class ConditionalClassifier implements Classifier {
    private final Conditional prompt;
    private final ClassPrompts texts;
    private final long activations;

    /** @param activations bytes that the text tower may hold at once */
    ConditionalClassifier(Conditional prompt, TextEncoder encoder, long activations) {
        this.prompt = prompt;
        this.texts = encoder.classPrompts(prompt.context().layout(), prompt.classes());
        this.activations = activations;
    }

    @Override
    public List<String> classes() {
        return prompt.classes();
    }

    @Override
    public boolean isConditional() {
        return true;
    }

    @Override
    public double[][] logits(float[][] images) {
        float[][] contexts = Arrays.stream(images).map(prompt::context).toArray(float[][]::new);
        double[][] logits = texts.cosines(contexts, images, activations);
        for (double[] row : logits) {
            for (int k = 0; k < row.length; k++) {
                row[k] *= prompt.logitScale();
            }
        }
        return logits;
    }
}
