package io.coopserve.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coopserve.clip.Clip;
import io.coopserve.model.Checkpoint;
import io.coopserve.model.ModelFolder;
import io.coopserve.prompt.Scores;
import io.coopserve.torch.Precision;

/** How near the image towers come to what the machine can do, in every precision; decoding, loading and memory beside them. */
final class ClipSuite {
    private static final int BATCH = 8;
    private static final List<Integer> BATCHES = List.of(1, 2, 4, 16);
    /** In half precision on a CPU without such products an image takes seconds. */
    private static final int FEW = 2;

    private ClipSuite() {
    }

    static List<Measure> run() throws Exception {
        List<Measure> measures = new ArrayList<>();
        measures.addAll(towers(RandomModel.VIT_B_16, 11));
        measures.addAll(towers(RandomModel.RN50, 11));
        measures.addAll(towers(RandomModel.VIT_L_14, 5));
        Path model = RandomModel.VIT_B_16.folder();
        try (Clip clip = CoreSuite.load(model.toString(), Precision.FP32)) {
            List<float[]> one = pixels(clip, 1);
            measures.addAll(ImageSuite.run(() -> clip.encodeImages(one)));
        }
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            measures.add(LoadSuite.time(model, precision));
            measures.add(LoadSuite.memory(model, precision));
        }
        for (RandomModel kind : RandomModel.values()) {
            measures.add(CoreSuite.classification("classify." + kind.label, kind.folder().toString(), Precision.BF16, 9));
        }
        return measures;
    }

    private static List<Measure> towers(RandomModel kind, int pairs) throws Exception {
        String model = kind.folder().toString();
        double flops = Flops.of(Checkpoint.open(ModelFolder.of(model)).sizes());
        List<Measure> measures = new ArrayList<>();
        try (Clip exact = CoreSuite.load(model, Precision.FP32); Clip brief = CoreSuite.load(model, Precision.BF16)) {
            measures.add(share(kind, exact, flops, pairs));
            measures.add(share(kind, brief, flops, pairs));
            List<float[]> eight = pixels(exact, BATCH);
            Pairs times = Pairs.measure(1, pairs, () -> exact.encodeImages(eight), () -> brief.encodeImages(eight));
            measures.add(new Measure("tower.%s.bf16".formatted(kind.label), times.ratio(), "x",
                    "times as fast as baseline fp32, %d images at once%s; %s".formatted(BATCH, Machine.amx(), times)));
            measures.add(cosine(kind, exact, brief, eight));
            if (kind == RandomModel.VIT_B_16) {
                for (int size : BATCHES) {
                    measures.add(batch(kind, exact, size, pairs));
                    measures.add(batch(kind, brief, size, pairs));
                }
            }
            measures.add(company(kind, exact));
            measures.add(company(kind, brief));
            try (Clip half = CoreSuite.load(model, Precision.FP16)) {
                measures.add(cosine(kind, exact, half, eight.subList(0, FEW)));
            }
        }
        return measures;
    }

    /** What part of the machine's best rate a tower reaches. */
    private static Measure share(RandomModel kind, Clip clip, double flops, int pairs) throws Exception {
        BestProduct product = new BestProduct(clip.torch(), clip.precision());
        List<float[]> images = pixels(clip, BATCH);
        Pairs times = Pairs.measure(2, pairs, () -> clip.encodeImages(images), product);
        double work = BATCH * flops / product.flops();
        return new Measure("tower.%s.%s.share".formatted(kind.label, clip.precision()), work / times.ratio(), "x",
                ("rate of the image tower, %d images of %.1f GFLOP, against baseline: rate of the best product, %s; %.0f and "
                        + "%.0f GFLOP/s; %s").formatted(BATCH, flops / 1e9, product,
                                BATCH * flops / 1e6 / times.candidateMedian(),
                                product.flops() / 1e6 / times.baselineMedian(), times));
    }

    /** What an image costs in a batch of some size. */
    private static Measure batch(RandomModel kind, Clip clip, int size, int pairs) throws Exception {
        List<float[]> candidate = pixels(clip, size);
        List<float[]> baseline = pixels(clip, BATCH);
        Pairs times = Pairs.measure(1, pairs, () -> clip.encodeImages(candidate), () -> clip.encodeImages(baseline));
        return new Measure("tower.%s.%s.batch%d".formatted(kind.label, clip.precision(), size), times.ratio() * BATCH / size,
                "x", "time of an image in a batch of %d against baseline: in one of %d; %s".formatted(size, BATCH, times));
    }

    private static Measure cosine(RandomModel kind, Clip exact, Clip other, List<float[]> images) {
        float[][] expected = exact.encodeImages(images);
        float[][] actual = other.encodeImages(images);
        double least = 1;
        for (int i = 0; i < expected.length; i++) {
            least = Math.min(least, Scores.dot(expected[i], actual[i]));
        }
        return new Measure("cosine.%s.%s".formatted(kind.label, other.precision()), least, "",
                ("1 minus %.1e: least cosine of %d "
                        + "image features to baseline: those in fp32").formatted(1 - least, images.size()));
    }

    private static Measure company(RandomModel kind, Clip clip) throws IOException {
        List<float[]> images = pixels(clip, BATCH);
        float[][] together = clip.encodeImages(images);
        double most = 0;
        for (int size : List.of(1, 3, BATCH - 1)) {
            float[][] fewer = clip.encodeImages(images.subList(0, size));
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < fewer[i].length; k++) {
                    most = Math.max(most, Math.abs(fewer[i][k] - together[i][k]));
                }
            }
        }
        return new Measure("company.%s.%s".formatted(kind.label, clip.precision()), most, "",
                "largest difference of a number of a feature in batches of 1, 3 and %d to baseline: in one of %d".formatted(
                        BATCH - 1, BATCH));
    }

    /** Different photographs. */
    private static List<float[]> pixels(Clip clip, int images) throws IOException {
        List<float[]> pixels = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            pixels.add(clip.preprocessor().pixels(Photo.jpeg(i)));
        }
        return pixels;
    }
}
