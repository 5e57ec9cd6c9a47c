package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.coopserve.prompt.Scores;
import io.coopserve.tensors.Safetensors;
import io.coopserve.torch.Torch;

/** Against scikit-learn's logistic regression; the files of src/test/resources/probe are written by make.py beside them. */
class LinearProbeTest {
    private static final double EXACT = 1e-7; // of the gradient; less than that single precision does not see
    private Torch torch;

    @BeforeEach
    void open() {
        torch = Torch.open("cpu", 1);
    }

    @AfterEach
    void close() {
        torch.close();
    }

    private record Fitted(LabelledFeatures images, double c, float[] logProbabilities, List<String> classes) {
        static Fitted read(String name) throws IOException {
            Safetensors file = Safetensors.read(Files.readAllBytes(Path.of("src/test/resources/probe", name + ".safetensors")));
            int[] labels = IntStream.range(0, file.tensor("labels").floats().length).map(i -> (int) file.tensor("labels")
                    .floats()[i]).toArray();
            float[] features = file.tensor("features").floats();
            int width = features.length / labels.length;
            float[][] rows = IntStream.range(0, labels.length).mapToObj(i -> Arrays.copyOfRange(features, i * width, (i + 1)
                    * width)).toArray(float[][]::new);
            int classes = Arrays.stream(labels).max().orElseThrow() + 1;
            return new Fitted(new LabelledFeatures(rows, labels), Double.parseDouble(file.metadata().get("C")), file.tensor(
                    "log_probabilities").floats(), IntStream.range(0, classes).mapToObj(String::valueOf).toList());
        }
    }

    private LinearProbe probe(Fitted fitted, int chunk) {
        return LinearProbe.of(torch, fitted.classes, fitted.images, fitted.c, chunk, EXACT, () -> {
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "five", "apart"})
    void isTheLogisticRegressionOfScikitLearn(String name) throws IOException {
        Fitted fitted = Fitted.read(name);
        double[][] logits = probe(fitted, Integer.MAX_VALUE).logits(fitted.images.features());
        int classes = fitted.classes.size();
        for (int i = 0; i < logits.length; i++) {
            for (int k = 0; k < classes; k++) {
                assertEquals(fitted.logProbabilities[i * classes + k], Scores.logProbability(logits[i], k), 1e-4,
                        "image %d, class %d".formatted(i, k));
            }
        }
    }

    @Test
    void chunksDoNotChangeIt() throws IOException {
        Fitted fitted = Fitted.read("five");
        LinearProbe whole = probe(fitted, Integer.MAX_VALUE);
        LinearProbe parts = probe(fitted, 32 * 7); // seven images at a time, the last five alone
        for (int k = 0; k < whole.weights().length; k++) {
            assertArrayEquals(whole.weights()[k], parts.weights()[k], 1e-5f);
        }
        assertArrayEquals(whole.biases(), parts.biases(), 1e-5f);
    }

    @Test
    void theSameImagesGiveTheSame() throws IOException {
        Fitted fitted = Fitted.read("two");
        LinearProbe first = LinearProbe.of(torch, fitted.classes, fitted.images, () -> {
        });
        LinearProbe second = LinearProbe.of(torch, fitted.classes, fitted.images, () -> {
        });
        assertArrayEquals(first.weights(), second.weights());
        assertArrayEquals(first.biases(), second.biases());
        assertEquals(1, fitted.images.accuracy(first), 0.1);
    }

    /** The mean's gradient is almost nothing from the start. */
    @Test
    void tellsManyClassesApartThatLookAlike() {
        Random random = new Random(1);
        int classes = 400;
        float[] common = RandomNumbers.direction(random, 32);
        float[][] features = IntStream.range(0, classes).mapToObj(i -> {
            float[] own = RandomNumbers.direction(random, common.length);
            for (int j = 0; j < own.length; j++) {
                own[j] = common[j] + 0.05f * own[j];
            }
            return normalised(own);
        }).toArray(float[][]::new);
        LabelledFeatures images = new LabelledFeatures(features, IntStream.range(0, classes).toArray());
        List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
        assertEquals(1, images.accuracy(LinearProbe.of(torch, names, images, () -> {
        })));
    }

    private static float[] normalised(float[] vector) {
        float length = (float) Math.sqrt(Scores.dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    @Test
    void stopsWhenItIsTold() throws IOException {
        Fitted fitted = Fitted.read("two");
        int[] evaluations = {0};
        assertThrows(CancellationException.class, () -> LinearProbe.of(torch, fitted.classes, fitted.images, () -> {
            if (evaluations[0]++ == 3) {
                throw new CancellationException();
            }
        }));
        assertEquals(4, evaluations[0]);
    }
}
