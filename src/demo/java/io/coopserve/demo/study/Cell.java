package io.coopserve.demo.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.coopserve.adapt.Experiments;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.learn.Recipe;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.tenant.Name;

/**
 * One training and all that is measured of it.
 *
 * @param learnedOn {@link Part#ALL} or {@link Part#BASE}
 * @param shots images per class; 0 for what does not learn
 */
record Cell(Contestant contestant, DrawnTask task, Part learnedOn, int shots, long seed) {

    /** All of the study, each once. */
    static List<Cell> all(List<DrawnTask> tasks, long seeds) {
        List<Cell> cells = new ArrayList<>();
        for (DrawnTask task : tasks) {
            for (Contestant written : List.of(Contestant.GENERIC, Contestant.SPECIFIC)) {
                cells.add(new Cell(written, task, Part.ALL, 0, 0));
                cells.add(new Cell(written, task, Part.BASE, 0, 0));
            }
            for (long seed = 1; seed <= seeds; seed++) {
                for (Contestant curve : Contestant.CURVES) {
                    for (int shots : Contestant.SHOTS) {
                        cells.add(new Cell(curve, task, Part.ALL, shots, seed));
                    }
                }
                for (Contestant variant : Contestant.VARIANTS) {
                    cells.add(new Cell(variant, task, Part.ALL, Contestant.MOST, seed));
                }
                for (Contestant open : Contestant.BASE_TO_NEW) {
                    cells.add(new Cell(open, task, Part.BASE, Contestant.MOST, seed));
                }
            }
        }
        cells.sort(Comparator.comparingInt(Cell::shots).reversed()); // the long ones first, so that no core waits for the last
        return cells;
    }

    /** Whether each test image is classified rightly, by what it is part of. */
    Map<Part, boolean[]> measure(Experiments experiments) {
        return switch (contestant.kind()) {
            case HAND_WRITTEN -> handWritten(experiments);
            case LINEAR_PROBE -> right(experiments, lessons(experiments).linearProbe());
            case LEARNED -> learned(experiments, lessons(experiments).learned());
        };
    }

    private Experiments.Lessons lessons(Experiments experiments) {
        return experiments.lessons(learnedOn.dataset(task), contestant.recipe(shots, seed));
    }

    private List<Part> parts() {
        return shots == 0 || shots == Contestant.MOST ? Part.wholeAnd(task) : List.of(Part.ALL);
    }

    private Map<Part, boolean[]> handWritten(Experiments experiments) {
        List<String> templates = List.of(contestant == Contestant.GENERIC ? Recipe.HAND_WRITTEN : task.template());
        Map<Part, boolean[]> right = new LinkedHashMap<>();
        for (Part part : learnedOn == Part.BASE ? List.of(Part.BASE, Part.NEW) : parts()) {
            Name dataset = part.dataset(task);
            right.put(part, experiments.right(experiments.handWritten(experiments.classNames(dataset), templates), dataset));
        }
        return right;
    }

    private Map<Part, boolean[]> learned(Experiments experiments, LearnedPrompt learned) {
        if (learnedOn == Part.ALL) {
            return right(experiments, experiments.classifier(learned));
        }
        Name others = Part.NEW.dataset(task);
        LearnedPrompt extended = experiments.with(learned, experiments.classNames(others));
        return Map.of(Part.BASE, experiments.right(experiments.classifier(learned), learnedOn.dataset(task)), Part.NEW,
                experiments.right(experiments.classifier(extended), others));
    }

    private Map<Part, boolean[]> right(Experiments experiments, Classifier classifier) {
        Map<Part, boolean[]> right = new LinkedHashMap<>();
        parts().forEach(part -> right.put(part, experiments.right(classifier, part.dataset(task))));
        return right;
    }
}
