package io.coopserve.demo.pretrain;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.coopserve.demo.draw.Painter;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.World;

/** The drawings that pre-training sees again and again, with new captions each time. */
final class Pool {
    private static final int CHUNK = 256;

    private final List<Example> examples;

    private Pool(List<Example> examples) {
        this.examples = examples;
    }

    /** Draws them on all cores; each is a function of the seed and its number. */
    static Pool draw(int count, int side, long seed) {
        List<Example> examples = IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().boxed().flatMap(chunk -> {
            Painter painter = new Painter(side);
            return IntStream.range(chunk * CHUNK, Math.min(count, (chunk + 1) * CHUNK)).mapToObj(number -> {
                SplittableRandom random = new SplittableRandom(seed + 0x9e3779b97f4a7c15L * number);
                Drawing drawing = World.draw(random);
                return new Example(drawing, painter.paint(drawing, random.nextLong()));
            });
        }).toList();
        return new Pool(examples);
    }

    Example any(SplittableRandom random) {
        return examples.get(random.nextInt(examples.size()));
    }

    int size() {
        return examples.size();
    }
}
