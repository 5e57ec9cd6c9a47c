package io.coopserve.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Products;
import io.coopserve.torch.Program;
import io.coopserve.torch.Torch;

/**
 * The fastest matrix product that this machine was seen to do in a precision, of all that libtorch offers, on squares and on
 * the shapes of a tower: what is made of products is hardly faster.
 */
final class BestProduct implements Pairs.Turn {
    private static final int TRIES = 9;
    /** Rows of the one, columns of the one, columns of the other. */
    private static final int[][] SHAPES = {{2048, 2048, 2048}, {4096, 4096, 4096}, {1576, 768, 3072}, {1576, 3072, 768}, {2056,
            1024, 4096}};

    private final Torch torch;
    private final Candidate best;

    private record Candidate(Products products, Program program, NDArray x, NDArray matrix, NDArray bias) {
        double flops() {
            return 2.0 * x.getShape().get(0) * x.getShape().get(1) * bias.getShape().get(0);
        }
    }

    BestProduct(Torch torch, Precision precision) throws Exception {
        this.torch = torch;
        List<Candidate> candidates = new ArrayList<>();
        for (Products products : EnumSet.of(Products.LIBTORCH, torch.products(precision))) {
            Program program = torch.program(Map.of("activation", "silu", "fused", "swish"), products.source());
            for (int[] shape : SHAPES) {
                candidates.add(new Candidate(products, program, random(precision, shape[0], shape[1]), torch.matrix(random(
                        precision, shape[2], shape[1]), products), random(precision, shape[2])));
            }
        }
        List<Double> rates = new ArrayList<>();
        for (Candidate candidate : candidates) {
            rates.add(candidate.flops() / Pairs.median(TRIES, () -> multiply(candidate)));
        }
        this.best = candidates.get(rates.indexOf(rates.stream().max(Comparator.naturalOrder()).orElseThrow()));
    }

    private NDArray random(Precision precision, long... shape) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[(int) (shape[0] * (shape.length == 1 ? 1 : shape[1]))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble() - 0.5f;
        }
        return torch.cast(torch.array(values, shape), precision);
    }

    private void multiply(Candidate candidate) {
        torch.inference(() -> {
            candidate.program.call("dense", candidate.x, candidate.matrix, candidate.bias);
            return null;
        });
    }

    @Override
    public void take() {
        multiply(best);
    }

    double flops() {
        return best.flops();
    }

    @Override
    public String toString() {
        return "%s x (%d, %d) by %s".formatted(best.x.getShape(), best.x.getShape().get(1), best.bias.getShape().get(0),
                best.products);
    }
}
