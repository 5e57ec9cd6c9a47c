package io.coopserve.clip;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import ai.djl.ndarray.NDArray;
import io.coopserve.image.Decoding;
import io.coopserve.image.ImagePreprocessor;
import io.coopserve.model.Checkpoint;
import io.coopserve.model.ClipSizes;
import io.coopserve.model.FingerprintCache;
import io.coopserve.model.ModelFolder;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Products;
import io.coopserve.torch.Torch;

/**
 * A frozen CLIP on one device: loaded once, shared by all tenants, never changed. Thread-safe. What comes out are plain
 * arrays; every feature has length 1.
 */
public final class Clip implements AutoCloseable {
    private static final int SMALL_WIDTH = 256;
    private static final int IMAGES_PER_TURN = 8;

    private final Torch torch;
    private final ClipSizes sizes;
    private final ImagePreprocessor preprocessor;
    private final ImageTower imageTower;
    private final TextEncoder textEncoder;
    private final NearestTokens nearestTokens;
    private final float logitScale;
    private final String fingerprint;
    private final Precision precision;

    /**
     * How to load.
     *
     * @param device see {@link Torch#open}
     * @param threads see {@link Torch#open}
     * @param precision see {@link Torch#precision}
     * @param decoding of image files
     * @param cache folder for what is computed once per weight file
     */
    public record Options(String device, int threads, String precision, Decoding decoding, Path cache) {}

    private Clip(Checkpoint model, Options options) {
        CompletableFuture<Tokenizer> vocabulary = beside(() -> new Tokenizer(model.vocabulary()));
        CompletableFuture<String> print = beside(() -> new FingerprintCache(options.cache()).fingerprint(model));
        this.sizes = model.sizes();
        this.preprocessor = new ImagePreprocessor(model.preprocessing(), options.decoding());
        this.logitScale = (float) Math.exp(model.weights().get("logit_scale").floats()[0]);
        this.torch = Torch.open(options.device(), options.threads() == 0 && isSmall() ? 1 : options.threads());
        try {
            this.precision = options.precision().equals("auto") && isSmall()
                    ? Precision.FP32
                    : torch.precision(options.precision());
            Tokenizer tokenizer = joined(vocabulary); // libtorch's threads wait for each other: nothing should run beside them
            this.imageTower = ImageTower.of(new DeviceWeights(model.weights(), torch, precision, torch.products(precision)),
                    sizes);
            TextTower textTower = new TextTower(new DeviceWeights(model.weights(), torch, Precision.FP32, Products.LIBTORCH),
                    sizes);
            this.textEncoder = new TextEncoder(torch, tokenizer, textTower, sizes);
            this.nearestTokens = new NearestTokens(torch, tokenizer, textTower, sizes.text().width());
            this.fingerprint = joined(print);
        } catch (RuntimeException e) {
            torch.close();
            throw e;
        }
    }

    /** What needs files only, while libtorch starts. */
    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task, "clip-files").start());
    }

    private static <T> T joined(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether an operation is so short that sharing it between threads costs more than it saves on a busy machine. */
    private boolean isSmall() {
        return Math.max(sizes.vision().width(), sizes.text().width()) <= SMALL_WIDTH;
    }

    /** @throws InvalidModelException if the folder does not hold a CLIP that can be served; nothing is left behind */
    public static Clip load(ModelFolder model, Options options) {
        return new Clip(Checkpoint.open(model), options);
    }

    /** Runs work that has the device for itself as soon as its turn has come; see {@link Torch#turn}. */
    public <T> T turn(Supplier<T> work) {
        return torch.turn(work);
    }

    /**
     * Image features.
     *
     * @param pixels of each image as {@link ImagePreprocessor#pixels} gives them
     * @return (B, e), each of length 1
     */
    public float[][] encodeImages(List<float[]> pixels) {
        float[] flat = Features.flat(pixels.toArray(float[][]::new));
        float[] values = torch.inference(() -> Features.normalised(forward(flat, pixels.size(), Trace.NONE)).toFloatArray());
        float[][] features = new float[pixels.size()][];
        Features.split(values, pixels.size(), features, 0);
        return features;
    }

    /** Computes what an image would wait for if it were the first: on a GPU all of it, since a pass takes no time there. */
    void warmUp() {
        float[] black = new float[preprocessor.values()];
        if (torch.isOnGpu()) {
            encodeImages(List.of(black));
            return;
        }
        torch.inference(() -> {
            imageTower.warmUp(pixels(black, 1));
            return null;
        });
    }

    /**
     * Images of a data set that should pass the tower in one turn, while requests wait: those of a large model on a CPU are hardly
     * slower one by one. Fixed for a model on a device, so that the same images have the same features to the last bit.
     */
    public int imagesPerTurn() {
        return torch.isOnGpu() || isSmall() ? IMAGES_PER_TURN : 1;
    }

    /** Raw image features (B, e) of a flat (B, 3, n, n) array. */
    NDArray forward(float[] pixels, int batch, Trace trace) {
        return imageTower.forward(pixels(pixels, batch), trace);
    }

    private NDArray pixels(float[] values, int batch) {
        return torch.array(values, batch, 3, sizes.imageSize(), sizes.imageSize());
    }

    public TextEncoder textEncoder() {
        return textEncoder;
    }

    /**
     * What classifies with a prompt that was learned on this model.
     *
     * @param activations bytes that the text tower may hold at once, for a prompt whose context depends on the image
     * @throws TextTooLongException naming the class that does not fit beside the context
     */
    public Classifier classifier(LearnedPrompt prompt, long activations) {
        if (prompt instanceof LearnedPrompt.OnHost ready) {
            return ready.packed();
        }
        return new ConditionalClassifier((Conditional) prompt, textEncoder, activations);
    }

    public NearestTokens nearestTokens() {
        return nearestTokens;
    }

    public ImagePreprocessor preprocessor() {
        return preprocessor;
    }

    /** What cosines are multiplied with, exp of the stored value. */
    public float logitScale() {
        return logitScale;
    }

    /** See {@link Fingerprint}: 64 hexadecimal digits. */
    public String fingerprint() {
        return fingerprint;
    }

    /** e, the length of a feature. */
    public int embedding() {
        return sizes.embedding();
    }

    /** What the image tower computes in; text features and training are in fp32. */
    public Precision precision() {
        return precision;
    }

    /** For training on the same device. */
    public Torch torch() {
        return torch;
    }

    /** One line for the log. */
    public String description() {
        return "%s %d, %d text layers, %d tokens, context %d, %s on %s".formatted(sizes.vision(), sizes.imageSize(),
                sizes.text()
                        .layers(),
                sizes.vocabularySize(), sizes.contextLength(), precision, torch.device());
    }

    /** Frees the weights. Nothing may be running. */
    @Override
    public void close() {
        torch.close();
    }
}
