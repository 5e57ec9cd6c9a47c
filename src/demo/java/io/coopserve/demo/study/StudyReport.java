package io.coopserve.demo.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.coopserve.demo.study.Results.Of;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.report.Estimate;

/** The study as Markdown, with plots beside it. */
final class StudyReport {
    private static final List<Contestant> WRITTEN = List.of(Contestant.GENERIC, Contestant.SPECIFIC);
    private static final List<Contestant> SHIFTED = List.of(Contestant.GENERIC, Contestant.SPECIFIC, Contestant.PROBE,
            Contestant.COOP, Contestant.M4, Contestant.KGCOOP);

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    StudyReport(Results results) {
        this.results = results;
    }

    /** @param measured how, as a sentence */
    void write(Path folder, String measured) throws IOException {
        claims(measured);
        curves();
        new Charts(results, folder).curves(Contestant.CURVES);
        variants();
        baseToNew();
        shifts();
        new Charts(results, folder).baseToNew(open());
        new Charts(results, folder).shifts(SHIFTED);
        tasks();
        Files.writeString(folder.resolve("study.md"), text);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void header(String... columns) {
        line("| %s |", String.join(" | ", columns));
        line("|%s", "---|".repeat(columns.length));
    }

    private static String cell(Estimate estimate) {
        return String.format(Locale.ROOT, "%.1f ± %.1f", estimate.value(), estimate.half());
    }

    private void claims(String measured) {
        line("# What holds of the papers' claims here%n");
        line("%d drawn tasks, the built-in model, %s seeds; top-1 accuracy in per cent on test images, means over tasks. "
                + "± and what is in brackets: confidence intervals of 95 %% for the choice of images and of seeds, for these tasks. "
                + "Nobody corrected for the number of claims: one in forty \"holds\" by chance.%n", results.tasks().size(),
                results
                        .seeds());
        line("%s%n", measured);
        header("claim", "from", "difference in points", "here");
        Claims.of(results).forEach(claim -> text.append(claim.row()));
    }

    private void curves() {
        line("%n## By number of images%n");
        line("![Accuracy by images per class](few-shot.svg)%n");
        List<String> columns = new ArrayList<>(List.of("mean of the tasks, images per class", "none"));
        Contestant.SHOTS.forEach(shots -> columns.add(shots.toString()));
        header(columns.toArray(String[]::new));
        WRITTEN.forEach(written -> line("| %s | %s |%s", written.name(), cell(results.accuracy(new Of(written, 0), Part.ALL)),
                " |".repeat(Contestant.SHOTS.size())));
        Contestant.CURVES.forEach(curve -> line("| %s | | %s |", curve.name(), Contestant.SHOTS.stream().map(shots -> cell(
                results.accuracy(new Of(curve, shots), Part.ALL))).collect(Collectors.joining(" | "))));
    }

    private void variants() {
        line("%n## Variants of CoOp, 16 images per class%n");
        header("recipe", "accuracy", "against CoOp, M=16");
        Of coop = new Of(Contestant.COOP, Contestant.MOST);
        line("| %s | %s | |", Contestant.COOP.name(), cell(results.accuracy(coop, Part.ALL)));
        List<Contestant> variants = new ArrayList<>(List.of(Contestant.M4, Contestant.SPECIFIC_CONTEXTS, Contestant.FAST,
                Contestant.KGCOOP));
        variants.addAll(Contestant.VARIANTS);
        for (Contestant variant : variants) {
            Of of = new Of(variant, Contestant.MOST);
            Estimate difference = results.difference(of, coop, Part.ALL);
            line("| %s | %s | %+.1f ± %.1f |", variant.name(), cell(results.accuracy(of, Part.ALL)), difference.value(),
                    difference.half());
        }
    }

    private static List<Of> open() {
        List<Of> open = new ArrayList<>(WRITTEN.stream().map(written -> new Of(written, 0)).toList());
        Contestant.BASE_TO_NEW.forEach(one -> open.add(new Of(one, Contestant.MOST)));
        return open;
    }

    private void baseToNew() {
        line("%n## Learned on the first half of the classes, 16 images of each%n");
        line("![Accuracy on base and new classes](base-new.svg)%n");
        header("recipe", "base", "new", "harmonic mean");
        for (Of of : open()) {
            line("| %s | %s | %s | %.1f |", of.contestant().name(), cell(results.accuracy(of, Part.BASE)), cell(results
                    .accuracy(of, Part.NEW)), results.harmonicMean(of));
        }
    }

    private void shifts() {
        line("%n## Test drawings drawn in another way, 16 images per class%n");
        line("![Accuracy under shift](shift.svg)%n");
        List<String> columns = new ArrayList<>(List.of("recipe"));
        Part.SHIFTS.forEach(shift -> columns.add("%s (%d tasks), as trained → shifted".formatted(shift.label(), results
                .tasksWith(shift).size())));
        header(columns.toArray(String[]::new));
        for (Contestant contestant : SHIFTED) {
            Of of = new Of(contestant, WRITTEN.contains(contestant) ? 0 : Contestant.MOST);
            line("| %s | %s |", contestant.name(), Part.SHIFTS.stream().map(shift -> {
                List<DrawnTask> tasks = results.tasksWith(shift);
                return String.format(Locale.ROOT, "%.1f → %s", results.accuracy(of, Part.ALL, tasks).value(), cell(results
                        .accuracy(of, shift, tasks)));
            }).collect(Collectors.joining(" | ")));
        }
    }

    private void tasks() {
        line("%n## Task by task, 16 images per class%n");
        List<Of> columns = new ArrayList<>(WRITTEN.stream().map(written -> new Of(written, 0)).toList());
        List.of(Contestant.PROBE, Contestant.TIP, Contestant.COOP, Contestant.M4, Contestant.FAST, Contestant.KGCOOP).forEach(
                one -> columns.add(new Of(one, Contestant.MOST)));
        List<String> names = new ArrayList<>(List.of("task (classes)"));
        columns.forEach(of -> names.add(of.contestant().name()));
        header(names.toArray(String[]::new));
        for (DrawnTask task : results.tasks()) {
            line("| %s (%d) | %s |", task.label(), task.classes().size(), columns.stream().map(of -> cell(results.accuracy(of,
                    Part.ALL, List.of(task)))).collect(Collectors.joining(" | ")));
        }
    }
}
