package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.api.SampleData;
import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.torch.Precision;

/** A prompt learned in one precision of the image tower serves in another, on the drawn data sets. */
class PrecisionIT {
    private static final int CONTEXT = 16; // M
    private static final int CHUNK = 64;
    private static final double MOST_LOST = 0.005;
    private static final Map<Precision, Clip> CLIPS = new EnumMap<>(Precision.class);

    @TempDir
    private static Path cache;

    @BeforeAll
    static void load() {
        for (Precision precision : Precision.values()) {
            CLIPS.put(precision, Clip.load(ModelFolder.of(ModelFolder.DEMO), new Clip.Options("cpu", 1, precision.toString(),
                    Decoding.official(Integer.MAX_VALUE), cache)));
        }
    }

    @AfterAll
    static void close() {
        CLIPS.values().forEach(Clip::close);
    }

    @Test
    void halfPrecisionLosesNextToNothingWhereverItIsUsed() {
        Map<Precision, Double> servedElsewhere = new EnumMap<>(Precision.class);
        Map<Precision, Double> learnedAndServed = new EnumMap<>(Precision.class);
        Map<Precision, Double> stepsIn = new EnumMap<>(Precision.class);
        Clip exact = CLIPS.get(Precision.FP32);
        for (String name : SampleData.names()) {
            SampleData data = SampleData.of(name);
            List<String> classes = data.files().keySet().stream().map(SampleData::label).distinct().sorted().toList();
            LabelledFeatures train = features(exact, data, "train/", classes);
            LabelledFeatures exactTest = features(exact, data, "test/", classes);
            ClassWeights official = learned(exact, classes, train, Training.UNBOUNDED);
            stepsIn.merge(Precision.FP32, exactTest.accuracy(official), Double::sum);
            stepsIn.merge(Precision.BF16, exactTest.accuracy(learned(exact, classes, train, Training.UNBOUNDED.in(
                    Precision.BF16))), Double::sum);
            CLIPS.forEach((precision, clip) -> {
                LabelledFeatures test = features(clip, data, "test/", classes);
                servedElsewhere.merge(precision, test.accuracy(official), Double::sum);
                ClassWeights own = learned(clip, classes, features(clip, data, "train/", classes), Training.UNBOUNDED);
                learnedAndServed.merge(precision, test.accuracy(own), Double::sum);
            });
        }
        check("learned in fp32, served in", servedElsewhere);
        check("learned and served in", learnedAndServed);
        check("learned by steps in", stepsIn);
    }

    private static void check(String what, Map<Precision, Double> sums) {
        int sets = SampleData.names().size();
        sums.forEach((precision, sum) -> {
            double accuracy = sum / sets;
            double exact = sums.get(Precision.FP32) / sets;
            System.out.printf("%s %s: %.2f %% on average of %d data sets%n", what, precision, 100 * accuracy, sets);
            assertTrue(accuracy >= exact - MOST_LOST, "%s %s: %.4f, in fp32 %.4f".formatted(what, precision, accuracy, exact));
        });
    }

    private static LabelledFeatures features(Clip clip, SampleData data, String part, List<String> classes) {
        SampleData images = data.where(path -> path.startsWith(part));
        List<float[]> pixels = images.files().values().stream().map(clip.preprocessor()::pixels).toList();
        List<float[]> features = new ArrayList<>();
        for (int from = 0; from < pixels.size(); from += CHUNK) {
            features.addAll(List.of(clip.encodeImages(pixels.subList(from, Math.min(from + CHUNK, pixels.size())))));
        }
        return new LabelledFeatures(features.toArray(float[][]::new), images.files().keySet().stream().map(SampleData::label)
                .mapToInt(classes::indexOf).toArray());
    }

    /** After a short run. */
    private static ClassWeights learned(Clip clip, List<String> classes, LabelledFeatures train, Training training) {
        ClassPrompts prompts = clip.textEncoder().classPrompts(CONTEXT, classes);
        ResumableRandom random = new ResumableRandom(1);
        float[] context = RandomNumbers.normal(random, CONTEXT * clip.textEncoder().width(), 0.02);
        int epochs = Integer.getInteger("precision.epochs", 10);
        Trainer.train(new PromptLearner(clip, prompts, training), context, new CentreCrops(train), Plan.of(Schedule.OFFICIAL,
                epochs), random, Optional.empty(), (progress, state) -> {
                });
        return new ClassWeights(clip.fingerprint(), classes, clip.logitScale(), prompts.weights(context), Optional.empty());
    }
}
