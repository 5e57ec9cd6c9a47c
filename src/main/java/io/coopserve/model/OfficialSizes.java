package io.coopserve.model;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.TensorFile;

/**
 * Sizes of a CLIP whose only description are its tensors: read off their shapes as OpenAI's {@code build_model} does, with
 * heads of 64 channels and QuickGELU.
 */
final class OfficialSizes {
    private static final int HEAD = 64;
    private static final int STAGES = 4;
    private static final int STRIDE = 32; // of all of a ResNet
    private static final float EPSILON = 1e-5f;

    private final TensorFile file;

    private OfficialSizes(TensorFile file) {
        this.file = file;
    }

    /**
     * @param file tensors by OpenAI's names
     * @throws InvalidModelException if a tensor that tells a size is missing or cannot be
     */
    static ClipSizes of(TensorFile file) {
        if (WeightSource.Naming.in(file) != WeightSource.Naming.OPENAI) {
            throw new InvalidModelException("config.json is missing: tensors with Hugging Face's names do not tell heads and "
                    + "activation");
        }
        try {
            return new OfficialSizes(file).read();
        } catch (InvalidTensorFileException e) {
            throw new InvalidModelException("the weights do not fit: " + e.getMessage(), e);
        }
    }

    private ClipSizes read() {
        int embedding = size("text_projection", 1, 2);
        int context = size("positional_embedding", 0, 2);
        int vocabulary = size("token_embedding.weight", 0, 2);
        ClipSizes.Tower text = tower("transformer", size("ln_final.weight", 0, 1));
        if (!file.names().contains("visual.layer1.0.conv1.weight")) {
            int patch = size("visual.conv1.weight", 3, 4);
            ClipSizes.Tower tower = tower("visual.transformer", size("visual.conv1.weight", 0, 4));
            return new ClipSizes(new ClipSizes.VisionTransformer(tower, patch), text, Math.multiplyExact(patch, grid(
                    "visual.positional_embedding")), vocabulary, context, embedding);
        }
        List<Integer> layers = IntStream.rangeClosed(1, STAGES).mapToObj(stage -> count("visual.layer" + stage)).toList();
        return new ClipSizes(new ClipSizes.ModifiedResNet(layers, size("visual.layer1.0.conv1.weight", 0, 4)), text,
                Math.multiplyExact(STRIDE, grid("visual.attnpool.positional_embedding")), vocabulary, context, embedding);
    }

    private ClipSizes.Tower tower(String name, int width) {
        if (width % HEAD != 0) {
            throw new InvalidModelException("the weights do not fit: width %d of %s is not a multiple of %d, a head's channels"
                    .formatted(width, name, HEAD));
        }
        return new ClipSizes.Tower(width, count(name + ".resblocks"), width / HEAD, size(name
                + ".resblocks.0.mlp.c_fc.weight", 0, 2), true, EPSILON);
    }

    /** Number of blocks {@code name.0}, {@code name.1} and so on, by the largest index: a gap is a missing tensor. */
    private int count(String name) {
        Pattern block = Pattern.compile(Pattern.quote(name) + "\\.(\\d{1,4})\\..*");
        return file.names().stream().map(block::matcher).filter(Matcher::matches).mapToInt(found -> Integer.parseInt(found
                .group(1)) + 1).max().orElseThrow(() -> new InvalidModelException("the weights do not fit: there is no tensor "
                        + name + ".0…"));
    }

    /** Side of the square of patches; the first position is the class token's or the mean's. */
    private int grid(String positions) {
        int patches = size(positions, 0, 2) - 1;
        int side = (int) Math.round(Math.sqrt(patches));
        if (patches < 1 || side * side != patches) {
            throw new InvalidModelException("the weights do not fit: tensor %s has %d positions, one and a square were expected"
                    .formatted(positions, patches + 1));
        }
        return side;
    }

    private int size(String name, int axis, int axes) {
        long[] shape = file.header(name).shape();
        if (shape.length != axes || shape[axis] < 1 || shape[axis] > ClipSizes.LARGEST) {
            throw new InvalidModelException("the weights do not fit: tensor %s is %s, %d sizes were expected".formatted(name,
                    Arrays.toString(shape), axes));
        }
        return (int) shape[axis];
    }
}
