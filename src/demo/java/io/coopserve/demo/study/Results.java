package io.coopserve.demo.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.coopserve.demo.task.DrawnTask;
import io.coopserve.report.Estimate;

/** All that was measured, and means of it over tasks, each task counting the same. Figures are in per cent. */
final class Results {
    private static final double PERCENT = 100;

    private final List<DrawnTask> tasks;
    private final long seeds;
    private final Map<Key, boolean[]> right = new LinkedHashMap<>();

    private record Key(Contestant contestant, DrawnTask task, Part part, int shots, long seed) {}

    /**
     * Something whose accuracy is asked for.
     *
     * @param shots 0 for what does not learn
     */
    record Of(Contestant contestant, int shots) {}

    Results(List<DrawnTask> tasks, long seeds) {
        this.tasks = tasks;
        this.seeds = seeds;
    }

    synchronized void add(Cell cell, Map<Part, boolean[]> measured) {
        measured.forEach((part, images) -> right.put(new Key(cell.contestant(), cell.task(), part, cell.shots(), cell.seed()),
                images));
    }

    boolean has(Cell cell) {
        return right.containsKey(new Key(cell.contestant(), cell.task(), cell.learnedOn(), cell.shots(), cell.seed()));
    }

    /** One line a cell and part, with a 1 for every image that was classified rightly. */
    synchronized void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        right.forEach((key, images) -> {
            StringBuilder bits = new StringBuilder();
            for (boolean image : images) {
                bits.append(image ? '1' : '0');
            }
            lines.add("%s;%s;%s;%d;%d;%s".formatted(key.contestant.name(), key.task, key.part, key.shots, key.seed, bits));
        });
        lines.sort(null); // the same results give the same bytes, whoever was first
        Files.write(file, lines);
    }

    /** What an earlier study wrote. */
    void read(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split(";");
            boolean[] images = new boolean[fields[5].length()];
            for (int i = 0; i < images.length; i++) {
                images[i] = fields[5].charAt(i) == '1';
            }
            right.put(new Key(Contestant.named(fields[0]), DrawnTask.valueOf(fields[1]), Part.valueOf(fields[2]),
                    Integer.parseInt(
                            fields[3]),
                    Long.parseLong(fields[4])), images);
        }
    }

    /** Mean over all tasks. */
    Estimate accuracy(Of of, Part part) {
        return accuracy(of, part, tasks);
    }

    /** Mean over some tasks. */
    Estimate accuracy(Of of, Part part, List<DrawnTask> some) {
        return Estimate.of(some.stream().map(task -> new Estimate.Part(PERCENT / some.size(), values(of, task, part)))
                .toList());
    }

    /** Of the accuracies of both on the same images, in points. */
    Estimate difference(Of one, Of other, Part part) {
        return difference(one, other, part, tasks);
    }

    Estimate difference(Of one, Of other, Part part, List<DrawnTask> some) {
        return Estimate.of(differences(one, 1, other, 1, part, some));
    }

    private List<Estimate.Part> differences(Of one, double weight, Of other, double otherWeight, Part part,
            List<DrawnTask> some) {
        List<Estimate.Part> parts = new ArrayList<>();
        for (DrawnTask task : some) {
            double[][] values = values(one, task, part);
            double[][] others = values(other, task, part);
            double[][] differences = new double[values.length][values[0].length];
            for (int s = 0; s < values.length; s++) {
                for (int i = 0; i < values[s].length; i++) {
                    differences[s][i] = weight * values[s][i] - otherWeight * others[s][i];
                }
            }
            parts.add(new Estimate.Part(PERCENT / some.size(), differences));
        }
        return parts;
    }

    /** Mean over all shifts of the means over the tasks that each has. */
    Estimate shiftedDifference(Of one, Of other) {
        return Estimate.of(tasks.stream().filter(task -> Part.SHIFTS.stream().anyMatch(shift -> tasksWith(shift).contains(
                task))).map(task -> new Estimate.Part(PERCENT, shiftedDifferences(one, other, task))).toList());
    }

    /** Of each drawing with each seed: its share in the mean, over all ways it is drawn in; (S, N). */
    private double[][] shiftedDifferences(Of one, Of other, DrawnTask task) {
        double[][] sums = null;
        for (Part shift : Part.SHIFTS) {
            List<DrawnTask> with = tasksWith(shift);
            if (with.contains(task)) {
                double share = 1.0 / Part.SHIFTS.size() / with.size();
                double[][] values = differences(one, share, other, share, shift, List.of(task)).get(0).values();
                sums = sums == null ? values : sum(sums, values);
            }
        }
        return sums;
    }

    private static double[][] sum(double[][] one, double[][] other) {
        for (int s = 0; s < one.length; s++) {
            for (int i = 0; i < one[s].length; i++) {
                one[s][i] += other[s][i];
            }
        }
        return one;
    }

    /** The harmonic mean of both means, base and new. */
    double harmonicMean(Of of) {
        return harmonicMean(accuracy(of, Part.BASE).value(), accuracy(of, Part.NEW).value());
    }

    private static double harmonicMean(double base, double other) {
        return 2 * base * other / (base + other);
    }

    /** Of the harmonic means of both, which for small differences are linear in what they are of. */
    Estimate harmonicDifference(Of one, Of other) {
        List<Estimate.Part> parts = new ArrayList<>(differences(one, slope(one, Part.BASE, Part.NEW), other, slope(other,
                Part.BASE, Part.NEW), Part.BASE, tasks));
        parts.addAll(differences(one, slope(one, Part.NEW, Part.BASE), other, slope(other, Part.NEW, Part.BASE), Part.NEW,
                tasks));
        return Estimate.of(parts).about(harmonicMean(one) - harmonicMean(other));
    }

    /** What the harmonic mean grows by if the accuracy on a part does by 1. */
    private double slope(Of of, Part part, Part rest) {
        double accuracy = accuracy(of, part).value();
        double other = accuracy(of, rest).value();
        return 2 * Math.pow(other / (accuracy + other), 2);
    }

    /** (S, N): 1 where an image is classified rightly. */
    private double[][] values(Of of, DrawnTask task, Part part) {
        return LongStream.rangeClosed(1, seeds).mapToObj(seed -> {
            boolean[] images = right.get(new Key(of.contestant, task, part, of.shots, of.shots == 0 ? 0 : seed));
            if (images == null) {
                throw new IllegalArgumentException("%s was not measured on %s of %s with %d shots".formatted(of.contestant
                        .name(), part, task, of.shots));
            }
            double[] values = new double[images.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = images[i] ? 1 : 0;
            }
            return values;
        }).toArray(double[][]::new);
    }

    long seeds() {
        return seeds;
    }

    List<DrawnTask> tasks() {
        return tasks;
    }

    /** Tasks whose classes can be told when they are drawn that way. */
    List<DrawnTask> tasksWith(Part shift) {
        return tasks.stream().filter(task -> task.canBeTold(shift.style())).toList();
    }
}
