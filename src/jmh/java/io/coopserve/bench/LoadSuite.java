package io.coopserve.bench;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.coopserve.clip.Clip;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;
import io.coopserve.torch.Precision;

/** What it takes to have a model: time and memory. */
final class LoadSuite {
    private static final int PAIRS = 21;
    private static final double MEGABYTE = 1e6;

    private LoadSuite() {
    }

    static Measure time(Path model, Precision precision) throws Exception {
        byte[] photo = Photo.jpeg(1);
        try (Clip loaded = CoreSuite.load(model.toString(), precision)) {
            List<float[]> image = List.of(loaded.preprocessor().pixels(photo));
            long[] sum = {0};
            Pairs times = Pairs.measure(15, PAIRS, new Load(model, precision, image), () -> {
                sum[0] += touch(model.resolve("model.safetensors"));
                loaded.encodeImages(image);
            });
            return new Measure("load.vit-b-16.%s".formatted(precision), times.ratio(), "x",
                    ("files in the page cache, fingerprint cached, libtorch started: to the first feature, against baseline: a "
                            + "read of every byte of the weights and one pass of a loaded tower; %s (sum %x)").formatted(times,
                                    sum[0]));
        }
    }

    private static final class Load implements Pairs.Turn {
        private final Path model;
        private final Precision precision;
        private final List<float[]> image;
        private Clip clip;

        private Load(Path model, Precision precision, List<float[]> image) {
            this.model = model;
            this.precision = precision;
            this.image = image;
        }

        @Override
        public void take() {
            clip = CoreSuite.load(model.toString(), precision);
            clip.encodeImages(image);
        }

        @Override
        public void rest() {
            clip.close();
            System.gc(); // or what was mapped stays so
        }
    }

    /** Reads a mapped file, each number once. */
    private static long touch(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            LongBuffer numbers = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).asLongBuffer();
            long sum = 0;
            for (int i = 0; i < numbers.limit(); i++) {
                sum += numbers.get(i);
            }
            return sum;
        }
    }

    static Measure memory(Path model, Precision precision) throws Exception {
        double weights = 0;
        Safetensors file = Safetensors.map(model.resolve("model.safetensors"));
        for (String name : file.names()) {
            boolean image = name.startsWith("vis"); // the image tower's, in Hugging Face's names
            weights += (double) Tensor.elements(file.header(name).shape()) * (image ? precision.bytes() : Float.BYTES);
        }
        Path store = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "store");
        try (Runner runner = new Runner(model.toString(), store, Bench.FOLDER.resolve("load.log"), "-Dcoop.clip.precision="
                + precision)) {
            Thread.sleep(5000); // it is ready before it has given back what loading took
            double resident = runner.resident();
            return new Measure("memory.vit-b-16.%s".formatted(precision), (resident - weights) / MEGABYTE, "MB",
                    ("resident memory of the packaged runner once it is ready, %.0f MB, less baseline: the weights, %.0f MB in "
                            + "that precision").formatted(resident / MEGABYTE, weights / MEGABYTE));
        }
    }
}
