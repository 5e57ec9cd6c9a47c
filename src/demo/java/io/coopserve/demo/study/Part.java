package io.coopserve.demo.study;

import java.util.ArrayList;
import java.util.List;

import io.coopserve.demo.task.DrawnTask;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Style;
import io.coopserve.tenant.Name;

/** The images of a task that something is measured on. */
enum Part {
    /** The test images. */
    ALL,
    /** Those of the first half of its classes. */
    BASE,
    /** Those of the other half. */
    NEW,
    /** The test drawings, drawn in another way. */
    SKETCH, INVERTED, NOISY, PIXELATED;

    static final List<Part> SHIFTS = List.of(SKETCH, INVERTED, NOISY, PIXELATED);

    Name dataset(DrawnTask task) {
        return new Name(this == ALL ? task.label() : "%s-%s".formatted(task.label(), label()));
    }

    String label() {
        return Named.of(this);
    }

    Style style() {
        return Style.valueOf(name());
    }

    boolean isShift() {
        return SHIFTS.contains(this);
    }

    /** All test images and their shifts, where classes can be told in them. */
    static List<Part> wholeAnd(DrawnTask task) {
        List<Part> parts = new ArrayList<>(List.of(ALL));
        SHIFTS.stream().filter(shift -> task.canBeTold(shift.style())).forEach(parts::add);
        return parts;
    }
}
