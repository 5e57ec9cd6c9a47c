package io.coopserve.demo.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Style;

/**
 * All drawn tasks as files: {@code <task>.zip} with training and test images, {@code validation/<task>.zip} with others to
 * choose by, and {@code <shift>/<task>.zip} with the test drawings drawn in another way. They were frozen before anything was
 * measured on their test images: their hashes are in {@value #FROZEN}.
 */
public final class DrawnTasks {
    static final String FROZEN = "src/demo/tasks.sha256";
    /** How test drawings are drawn to see whether what was learned lasts. */
    private static final List<Style> SHIFTS = List.of(Style.SKETCH, Style.INVERTED, Style.NOISY, Style.PIXELATED);
    private static final int SIDE = 64;

    private DrawnTasks() {
    }

    /** One part of one task. */
    record Part(DrawnTask task, Split split, Optional<Style> shift) {
        DrawnImages draw() {
            return DrawnImages.of(task, split, shift, SIDE);
        }

        /** Its name in the list of hashes. */
        @Override
        public String toString() {
            return "%s/%s".formatted(task.label(), shift.map(Named::of).orElseGet(() -> Named.of(split)));
        }
    }

    static List<Part> parts() {
        return Stream.of(DrawnTask.values()).flatMap(task -> Stream.concat(Stream.of(Split.values()).map(split -> new Part(task,
                split, Optional.empty())),
                SHIFTS.stream().filter(task::canBeTold).map(shift -> new Part(task, Split.TEST, Optional
                        .of(shift)))))
                .toList();
    }

    /**
     * Draws all tasks.
     *
     * @return the hash of each part, by its name
     */
    public static Map<String, String> write(Path folder) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        List<DrawnImages> drawn = parts().parallelStream().map(Part::draw).toList();
        Map<Part, DrawnImages> images = new LinkedHashMap<>();
        for (int i = 0; i < drawn.size(); i++) {
            images.put(parts().get(i), drawn.get(i));
            hashes.put(parts().get(i).toString(), drawn.get(i).sha256());
        }
        for (Map.Entry<Part, DrawnImages> entry : images.entrySet()) {
            Part part = entry.getKey();
            if (part.split == Split.TRAIN) {
                continue; // goes with its test images
            }
            boolean whole = part.split == Split.TEST && part.shift.isEmpty();
            Path place = part.shift.map(shift -> folder.resolve(Named.of(shift))).orElse(whole
                    ? folder
                    : folder.resolve("validation"));
            Files.createDirectories(place);
            Map<String, List<byte[]>> train = whole
                    ? images.get(new Part(part.task, Split.TRAIN, Optional.empty())).files()
                    : Map.of();
            new TaskArchive(train, entry.getValue().files()).write(place.resolve(part.task.label() + ".zip"));
        }
        return hashes;
    }

    /**
     * Drawings of one part.
     *
     * @throws IllegalStateException if they are not those that were frozen
     */
    public static DrawnImages frozen(DrawnTask task, Split split, Optional<Style> shift) throws IOException {
        Part part = new Part(task, split, shift);
        DrawnImages images = part.draw();
        if (!images.sha256().equals(frozen().get(part.toString()))) {
            throw new IllegalStateException("%s is not as it was frozen in %s".formatted(part, FROZEN));
        }
        return images;
    }

    /** Hashes of parts whose drawings are not those that were frozen, by name. */
    public static List<String> changed(Map<String, String> hashes) throws IOException {
        List<String> changed = new ArrayList<>();
        Map<String, String> frozen = frozen();
        hashes.forEach((part, hash) -> {
            if (!hash.equals(frozen.get(part))) {
                changed.add(part);
            }
        });
        return changed;
    }

    static Map<String, String> frozen() throws IOException {
        Map<String, String> frozen = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(FROZEN))) {
            String[] parts = line.split("  ");
            frozen.put(parts[1], parts[0]);
        }
        return frozen;
    }
}
