package io.coopserve.demo.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.coopserve.adapt.Experiments;
import io.coopserve.adapt.FeatureCache;
import io.coopserve.clip.Clip;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
import io.coopserve.store.ContentHash;
import io.coopserve.store.Datasets;

/**
 * What the papers claim, looked at on the frozen drawn tasks with the built-in model: {@code ./mvnw -Pstudy verify}. Tables go
 * into {@code target/study/study.md}, plots beside it. Every figure is one of recipes and seeds, so a second run gives the same
 * on the same machine.
 */
public final class Study {
    private static final Path FOLDER = Path.of(System.getProperty("study.dir", "target/study"));
    private static final Path RESULTS = FOLDER.resolve("results.csv");
    private static final String TASKS = System.getProperty("study.tasks", "");
    private static final long SEEDS = Long.getLong("study.seeds", 3);
    private static final int PIXELS = 1 << 24;
    private static final int TELL_EVERY = 50;

    private final Results results;
    private final Datasets datasets;
    private final FeatureCache cache = Experiments.cache();
    private final ConcurrentLinkedQueue<Cell> waiting;
    private final int all;
    private final long start = System.nanoTime();
    private final Map<String, Double> minutes = new TreeMap<>(); // by contestant
    private int done;
    private volatile String model;

    private Study(List<DrawnTask> tasks) throws IOException {
        this.results = new Results(tasks, SEEDS);
        List<Cell> cells = Cell.all(tasks, SEEDS);
        if (Boolean.getBoolean("study.again")) { // goes on where an earlier one was
            results.read(RESULTS);
            cells.removeIf(results::has);
        }
        this.waiting = new ConcurrentLinkedQueue<>(cells);
        this.all = cells.size();
        Path data = Files.createTempDirectory(FOLDER.toAbsolutePath(), "data");
        this.datasets = StudyData.draw(data, tasks);
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        List<DrawnTask> tasks = Stream.of(DrawnTask.values()).filter(task -> TASKS.isBlank() || List.of(TASKS.split(" "))
                .contains(task.label())).toList();
        Files.createDirectories(FOLDER);
        Study study = new Study(tasks);
        study.measure();
        new StudyReport(study.results).write(FOLDER,
                ("`./mvnw -Pstudy verify`, model %s. Which images were classified rightly is in "
                        + "`target/study/results.csv`, SHA-256 %s: the same on the same kind of machine.")
                        .formatted(study.model, ContentHash
                                .of(Files.readAllBytes(RESULTS))));
        study.minutes.forEach((name, spent) -> System.out.printf(Locale.ROOT, "%6.1f minutes %s%n", spent, name));
        System.out.printf(Locale.ROOT, "%d trainings in %.1f minutes: %s%n", study.all, study.minutes(), FOLDER.resolve(
                "study.md"));
        System.exit(0); // libtorch leaves threads behind
    }

    /** One model for each core: computations on one of them take turns. */
    private void measure() throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(new Thread(this::work, "study-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        results.write(RESULTS);
        if (done < all) {
            throw new IllegalStateException("%d of %d trainings failed".formatted(all - done, all));
        }
    }

    private void work() {
        try (Clip clip = Clip.load(ModelFolder.of(ModelFolder.DEMO), new Clip.Options("cpu", 1, "fp32", Decoding.official(
                PIXELS), FOLDER))) {
            model = clip.fingerprint();
            Experiments experiments = new Experiments(clip, datasets, cache);
            for (Cell cell = waiting.poll(); cell != null; cell = waiting.poll()) {
                long begun = System.nanoTime();
                results.add(cell, cell.measure(experiments));
                tell(cell, (System.nanoTime() - begun) / 6e10);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void tell(Cell cell, double spent) throws IOException {
        minutes.merge(cell.contestant().name(), spent, Double::sum);
        done++;
        if (done % TELL_EVERY == 0) {
            System.out.printf(Locale.ROOT, "%d of %d trainings, %.1f minutes%n", done, all, minutes());
            results.write(RESULTS);
        }
    }

    private double minutes() {
        return (System.nanoTime() - start) / 6e10;
    }
}
