package io.coopserve.demo.pretrain;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.coopserve.demo.draw.Painter;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.World;

/** The drawings that pre-training sees again and again, with new captions each time. */
final class Pool {
    private static final int CHUNK = 256;

    private final List<Example> examples;
    private final List<Example> easy;

    private Pool(List<Example> examples) {
        this.examples = examples;
        this.easy = examples.stream().filter(example -> isEasy(example.drawing())).toList();
    }

    /** What children's books begin with: little on the page, nothing behind it, and that large. */
    private static boolean isEasy(Drawing drawing) {
        boolean alone = drawing.groups().stream().allMatch(group -> group.count() > 1 || group.size().compareTo(group.texture()
                .isPresent() ? Size.BIG : Size.MEDIUM) >= 0);
        return drawing.style() == Style.PLAIN && (drawing.groups().isEmpty() || drawing.groups().size() == 1 && drawing.scene()
                .isEmpty() && alone);
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

    /** @param onlyEasy whether it shall be easy to read */
    Example any(SplittableRandom random, boolean onlyEasy) {
        List<Example> from = onlyEasy ? easy : examples;
        return from.get(random.nextInt(from.size()));
    }

    int size() {
        return examples.size();
    }
}
