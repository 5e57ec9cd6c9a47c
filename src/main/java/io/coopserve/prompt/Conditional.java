package io.coopserve.prompt;

import java.util.List;

import io.coopserve.tensors.InvalidTensorFileException;

/**
 * A context that depends on the image (CoCoOp, section 3.2): the text tower passes for every image, over all classes.
 *
 * @param context unified, in front of the class names
 */
public record Conditional(String model, List<String> classes, float logitScale, LearnedContext context,
        MetaNet metaNet) implements LearnedPrompt {

    public Conditional {
        classes = List.copyOf(classes);
        if (metaNet.bias2().length != context.width() || context.layout().classSpecific()) {
            throw new InvalidTensorFileException("a meta-network of width %d does not go with %s context vectors of %d"
                    .formatted(metaNet.bias2().length, context.layout().classSpecific() ? "class-specific" : "unified", context
                            .width()));
        }
    }

    /** The context of an image: (e) to (M, d). */
    public float[] context(float[] image) {
        float[] bias = metaNet.bias(image);
        float[] conditioned = context.vectors().clone();
        for (int i = 0; i < conditioned.length; i++) {
            conditioned[i] += bias[i % bias.length];
        }
        return conditioned;
    }

    @Override
    public long size() {
        return context.vectors().length + metaNet.weight1().length + metaNet.weight2().length;
    }
}
