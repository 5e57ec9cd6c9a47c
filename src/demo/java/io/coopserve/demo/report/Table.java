package io.coopserve.demo.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.coopserve.clip.Clip;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.demo.task.TaskArchive;
import io.coopserve.learn.Recipe;

/** What one model makes of a folder of data sets, in per cent of their test images. */
public final class Table {
    private static final long SEED = 1;

    private final String title;
    private final Map<String, Row> rows = new TreeMap<>();

    private record Row(int classes, double generic, double specific, double learned) {
        String line(String name) {
            return Table.line("%s (%d)".formatted(name, classes), generic, specific, learned);
        }
    }

    private Table(String title) {
        this.title = title;
    }

    /**
     * Examines a model.
     *
     * @param folder of zips, named as the tasks are
     * @param listener hears each row when it is known
     */
    public static Table of(String title, Clip clip, Path folder, Consumer<String> listener) throws IOException {
        Table table = new Table(title);
        List<Path> archives;
        try (Stream<Path> files = Files.list(folder)) {
            archives = files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
        }
        for (Path archive : archives) {
            String name = archive.getFileName().toString().replace(".zip", "");
            TaskArchive task = TaskArchive.read(archive);
            Examination examination = new Examination(clip, task);
            String template = DrawnTask.named(name).map(DrawnTask::template).orElse(Recipe.HAND_WRITTEN);
            Row row = new Row(task.classNames().size(), 100 * examination.zeroShot(Recipe.HAND_WRITTEN),
                    100 * examination.zeroShot(
                            template),
                    100 * examination.coop(SEED));
            table.rows.put(name, row);
            listener.accept(row.line(name));
        }
        return table;
    }

    /** Means over the seven tasks that the first of these models was measured on: all but objtex. */
    public double genericMean() {
        return mean(Row::generic);
    }

    public double specificMean() {
        return mean(Row::specific);
    }

    public double learnedMean() {
        return mean(Row::learned);
    }

    private double mean(ToDoubleFunction<Row> column) {
        return rows.entrySet().stream().filter(row -> !row.getKey().equals(DrawnTask.OBJTEX.label())).mapToDouble(row -> column
                .applyAsDouble(row.getValue())).average().orElse(Double.NaN);
    }

    /** As Markdown. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "| %s | \"a photo of a {}.\" | task-specific prompt | CoOp, 16 shots |%n|---|---|---|---|%n"
                        .formatted(title));
        rows.forEach((name, row) -> text.append(row.line(name)));
        return text.append(line("mean without objtex", genericMean(), specificMean(), learnedMean())).toString();
    }

    private static String line(String name, double... values) {
        return String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f |%n", name, values[0], values[1], values[2]);
    }
}
