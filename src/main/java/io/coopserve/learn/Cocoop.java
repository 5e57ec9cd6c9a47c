package io.coopserve.learn;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.coopserve.prompt.ClassPosition;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.MetaNet;

/** Conditional Context Optimization (CoCoOp, arXiv 2203.05557). */
final class Cocoop implements Method {
    @Override
    public String name() {
        return "cocoop";
    }

    @Override
    public Defaults defaults() {
        return new Defaults("a photo of a", 10, 1);
    }

    @Override
    public void check(Recipe recipe) {
        if (Boolean.TRUE.equals(recipe.classSpecific())) {
            throw new InvalidRecipeException(
                    "classSpecific true does not go with method \"cocoop\": its context depends on the "
                            + "image and is the same for all classes (false).");
        }
        if (recipe.classPosition() != null && !recipe.classPosition().equals(ClassPosition.END.toString())) {
            throw new InvalidRecipeException(
                    ("classPosition \"%s\" does not go with method \"cocoop\": its class names stand at "
                            + "the end (\"end\").").formatted(recipe.classPosition()));
        }
    }

    @Override
    public Optional<Classifier> untrained(Start start, Random random) {
        return Optional.of(start.clip().classifier(prompt(start, learner(start).split(parameters(start, random))), start
                .training().activations()));
    }

    @Override
    public Learned learn(Lesson lesson) {
        Start start = lesson.start();
        CocoopLearner learner = learner(start);
        float[] parameters = parameters(start, lesson.random());
        double loss = lesson.loop().train(learner, parameters);
        return new Learned(prompt(start, learner.split(parameters)), Optional.of(loss), List.of(
                "The text tower passed for every image; it does so for every image to classify."));
    }

    private static CocoopLearner learner(Start start) {
        return new CocoopLearner(start.clip(), start.clip().textEncoder().classPrompts(start.layout(), start.classNames()),
                start
                        .layout().length(),
                start.training());
    }

    private static float[] parameters(Start start, Random random) {
        return CocoopLearner.joined(List.of(start.context(random), metaNet(start, random)));
    }

    private static Conditional prompt(Start start, List<float[]> p) {
        return new Conditional(start.clip().fingerprint(), start.classNames(), start.clip().logitScale(), start.learned(p.get(
                0)), new MetaNet(p.get(1), p.get(2), p.get(3), p.get(4)));
    }

    private static float[] metaNet(Start start, Random random) {
        if (start.from().isPresent() && start.from().get() instanceof Conditional conditional) {
            MetaNet net = conditional.metaNet();
            return CocoopLearner.joined(List.of(net.weight1(), net.bias1(), net.weight2(), net.bias2()));
        }
        return metaNet(random, start.clip().embedding(), start.clip().textEncoder().width());
    }

    /** The start of a meta-network, as torch.nn.Linear has it: U(−1/√n, 1/√n), n being the layer's inputs. */
    static float[] metaNet(Random random, int embedding, int width) {
        int hidden = CocoopLearner.hidden(embedding);
        return CocoopLearner.joined(List.of(linear(random, hidden, embedding), linear(random, width, hidden)));
    }

    /** Weight (out, in) and bias (out). */
    private static float[] linear(Random random, int out, int in) {
        float[] values = new float[out * in + out];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) / Math.sqrt(in));
        }
        return values;
    }
}
