package io.coopserve.demo.report;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import io.coopserve.clip.Clip;
import io.coopserve.demo.task.*;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
public final class Examiner {
    public static void main(String... a) throws Exception {
        boolean coop = Boolean.getBoolean("coop");
        for (String model : a[1].split(",")) for (String dir : a[0].split(",")) {
            List<Path> files; try (Stream<Path> s = Files.list(Path.of(dir))) { files = s.filter(f -> f.toString().endsWith(".zip")).sorted().toList(); }
            double[] sum = new double[3]; int n = 0;
            try (Clip clip = Clip.load(ModelFolder.of(model), new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 24), Files.createTempDirectory("cache")))) {
                for (Path f : files) {
                    String name = f.getFileName().toString().replace(".zip", "");
                    DrawnTask task = DrawnTask.valueOf(name.toUpperCase());
                    Examination e = new Examination(clip, TaskArchive.read(f));
                    double[] r = {100 * e.zeroShot(Examination.GENERIC), 100 * e.zeroShot(task.template()), coop ? 100 * e.coop(1) : 0};
                    System.out.printf(Locale.ROOT, "%s %s %s %.1f %.1f %.1f%n", model, dir, name, r[0], r[1], r[2]);
                    if (task != DrawnTask.OBJTEX) { n++; for (int i = 0; i < 3; i++) sum[i] += r[i]; }
                }
            }
            System.out.printf(Locale.ROOT, "%s %s MEAN7 %.1f %.1f %.1f%n", model, dir, sum[0] / n, sum[1] / n, sum[2] / n);
        }
    }
    private Examiner() {}
}
