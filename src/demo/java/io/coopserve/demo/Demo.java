package io.coopserve.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.coopserve.clip.Clip;
import io.coopserve.demo.draw.ContactSheet;
import io.coopserve.demo.pretrain.Plan;
import io.coopserve.demo.pretrain.Pretraining;
import io.coopserve.demo.report.Table;
import io.coopserve.demo.task.DrawnImages;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.demo.task.DrawnTasks;
import io.coopserve.demo.task.Split;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;

/**
 * Draws the demo world and trains the built-in CLIP: {@code ./mvnw -Pdemo verify}, with {@code -Ddemo=tasks}, {@code pretrain}
 * or {@code report} for a part of it. Everything goes into {@code target/demo}.
 */
public final class Demo {
    private static final Path FOLDER = Path.of(System.getProperty("demo.dir", "target/demo"));
    private static final Path TASKS = FOLDER.resolve("tasks");
    private static final Path MODEL = FOLDER.resolve("demo-clip");
    private static final int TELL_EVERY = 50;
    private static final int SAVE_EVERY = 500;
    private static final int PIXELS = 1 << 24;
    private static final int SIDE = 64;
    private static final int COLUMNS = 10;

    private Demo() {
    }

    public static void main(String... arguments) throws IOException {
        Files.createDirectories(FOLDER);
        long start = System.nanoTime();
        switch (arguments[0]) {
            case "tasks" -> tasks();
            case "pretrain" -> pretrain();
            case "report" -> report();
            case "all" -> {
                tasks();
                pretrain();
                report();
            }
            default -> throw new IllegalArgumentException("-Ddemo=%s is none of tasks, pretrain, report, all".formatted(
                    arguments[0]));
        }
        System.out.printf(Locale.ROOT, "%s: %.1f minutes%n", arguments[0], (System.nanoTime() - start) / 6e10);
    }

    private static void tasks() throws IOException {
        Map<String, String> hashes = DrawnTasks.write(TASKS);
        List<String> lines = new ArrayList<>();
        hashes.forEach((part, hash) -> lines.add(hash + "  " + part));
        Files.write(FOLDER.resolve("tasks.sha256"), lines);
        List<String> changed = DrawnTasks.changed(hashes);
        System.out.printf("%d parts of tasks in %s, %s%n", hashes.size(), TASKS, changed.isEmpty()
                ? "as they were frozen"
                : "NOT as they were frozen: " + changed);
        sheet();
    }

    /** One picture of each class, ten classes of each task. */
    private static void sheet() throws IOException {
        ContactSheet sheet = new ContactSheet(SIDE);
        for (DrawnTask task : DrawnTask.values()) {
            sheet.add(task.label(),
                    DrawnImages.of(task, Split.VALIDATION, Optional.empty(), SIDE).rgb().values().stream().limit(
                            COLUMNS).map(pictures -> pictures.get(0)).toList());
        }
        sheet.write(FOLDER.resolve("world.png"));
    }

    private static void pretrain() {
        long seed = Long.getLong("demo.seed", 1);
        Plan plan = Plan.builtIn(seed);
        System.out.printf("seed %d: vocabulary and %d drawings%n", seed, plan.drawings());
        Pretraining pretraining = new Pretraining(plan);
        Progress progress = new Progress(plan.steps(), TELL_EVERY);
        pretraining.run((step, loss, scale, model) -> {
            progress.after(step, loss, scale);
            if (step % SAVE_EVERY == 0 || step == plan.steps()) {
                model.write(MODEL);
            }
        });
    }

    private static void report() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String model : List.of(MODEL.toString(), ModelFolder.DEMO)) {
            Path cache = Files.createTempDirectory("fingerprints");
            try (Clip clip = Clip.load(ModelFolder.of(model), new Clip.Options("cpu", 1, "fp32", Decoding.official(PIXELS),
                    cache))) {
                text.append("%n%s, fingerprint %s%n%n".formatted(model, clip.fingerprint()));
                text.append(Table.of("own drawings (classes)", clip, TASKS, System.out::print)).append(System.lineSeparator());
                text.append(Table.of("drawings by other hands (classes)", clip, Path.of(System.getProperty("samples.dir",
                        "src/demo/data")), System.out::print));
            }
        }
        System.out.println(text);
        Files.writeString(FOLDER.resolve("report.md"), text);
    }
}
