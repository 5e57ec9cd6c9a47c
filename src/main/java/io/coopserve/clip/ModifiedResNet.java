package io.coopserve.clip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Program;
import io.coopserve.torch.Torch;

/** ResNet with a stem of three convolutions, anti-aliased strides and attention pooling (CLIP, section 2.4). */
final class ModifiedResNet implements ImageTower {
    /**
     * One bottleneck.
     *
     * @param name as in the golden files
     * @param function that computes it
     * @param weights its arguments behind x
     */
    private record Bottleneck(String name, String function, NDArray[] weights) {}

    private final Program program;
    private final NDArray[] stem;
    private final List<Bottleneck> bottlenecks = new ArrayList<>();
    private final NDArray[] pool;
    private final boolean oneByOne;

    ModifiedResNet(DeviceWeights weights, ClipSizes.ModifiedResNet sizes) {
        this.oneByOne = weights.precision() != Precision.FP32 && !weights.torch().isOnGpu();
        String convolution = weights.torch().convolvesByOneDnn(weights.precision()) ? "convolution-onednn" : "convolution";
        this.program = weights.torch().program(Map.of("heads", String.valueOf(sizes.heads())), convolution, "resnet");
        this.stem = all(weights.convolution("visual.conv1", "visual.bn1"), weights.convolution("visual.conv2", "visual.bn2"),
                weights.convolution("visual.conv3", "visual.bn3"));
        for (int stage = 0; stage < sizes.layers().size(); stage++) {
            for (int index = 0; index < sizes.layers().get(stage); index++) {
                bottlenecks.add(bottleneck(weights, stage, index));
            }
        }
        String attention = "visual.attnpool.";
        List<NDArray> arrays = new ArrayList<>(List.of(weights.array(attention + "positional_embedding")));
        for (String part : new String[]{"q_proj", "k_proj", "v_proj", "c_proj"}) {
            arrays.add(weights.product(attention + part + ".weight"));
            arrays.add(weights.product(attention + part + ".bias"));
        }
        this.pool = arrays.toArray(NDArray[]::new);
    }

    private static Bottleneck bottleneck(DeviceWeights weights, int stage, int index) {
        String name = "visual.layer%d.%d".formatted(stage + 1, index);
        NDArray[] convolutions = all(weights.convolution(name + ".conv1", name + ".bn1"), weights.convolution(name + ".conv2",
                name + ".bn2"), weights.convolution(name + ".conv3", name + ".bn3"));
        if (index > 0) {
            return new Bottleneck(name, "same", convolutions);
        }
        return new Bottleneck(name, stage == 0 ? "widened" : "halved", all(convolutions, weights.convolution(name
                + ".downsample.0", name + ".downsample.1")));
    }

    /**
     * oneDNN sums a convolution up in another order for every size of the batch; in half precision the last bits of a sum
     * decide how the next layer's input is rounded, so there each image goes alone, which takes no longer.
     */
    @Override
    public NDArray forward(NDArray pixels, Trace trace) {
        long batch = pixels.getShape().get(0);
        if (batch == 1 || !oneByOne) {
            return together(pixels, trace);
        }
        NDList features = new NDList();
        for (long i = 0; i < batch; i++) {
            NDIndex image = new NDIndex("%d:%d".formatted(i, i + 1));
            features.add(Torch.block(() -> together(pixels.get(image), trace)));
        }
        return NDArrays.concat(features);
    }

    private NDArray together(NDArray pixels, Trace trace) {
        NDArray x = Torch.block(() -> trace.see("visual.stem", call("stem", pixels, stem)));
        for (Bottleneck bottleneck : bottlenecks) {
            NDArray input = x;
            x = Torch.block(() -> trace.see(bottleneck.name, call(bottleneck.function, input, bottleneck.weights)));
            input.close();
        }
        return trace.see("image_features", call("attend", x, pool));
    }

    private NDArray call(String function, NDArray x, NDArray[] weights) {
        return program.call(function, all(new NDArray[]{x}, weights));
    }

    private static NDArray[] all(NDArray[]... parts) {
        List<NDArray> arrays = new ArrayList<>();
        for (NDArray[] part : parts) {
            arrays.addAll(List.of(part));
        }
        return arrays.toArray(NDArray[]::new);
    }
}
