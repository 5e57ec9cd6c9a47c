package io.coopserve.demo.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.coopserve.demo.world.Style;

class DrawnTasksTest {
    @TempDir
    Path folder;

    /** All 50 take most of a minute; {@code ./mvnw -Pdemo verify -Ddemo=tasks} compares them. */
    @ParameterizedTest
    @EnumSource(DrawnTask.class)
    void validationImagesAreThoseThatWereFrozen(DrawnTask task) throws IOException {
        DrawnTasks.Part part = new DrawnTasks.Part(task, Split.VALIDATION, Optional.empty());
        assertEquals(DrawnTasks.frozen().get(part.toString()), part.draw().sha256());
    }

    @Test
    void everyPartIsFrozen() throws IOException {
        assertEquals(DrawnTasks.parts().stream().map(Object::toString).toList(), List.copyOf(DrawnTasks.frozen().keySet()));
    }

    @Test
    void aShiftDrawsTheSameThingsInAnotherWay() throws IOException {
        DrawnTasks.Part noisy = new DrawnTasks.Part(DrawnTask.COUNT, Split.TEST, Optional.of(Style.NOISY));
        assertEquals("count/noisy", noisy.toString());
        assertEquals(DrawnTasks.frozen().get("count/noisy"), noisy.draw().sha256());
    }

    @Test
    void whatAStyleHidesIsNotAsked() {
        List<String> names = DrawnTasks.parts().stream().map(Object::toString).toList();
        assertTrue(names.contains("shape/sketch") && names.contains("texture/inverted"));
        assertTrue(!names.contains("colour/inverted") && !names.contains("texture/sketch") && !names.contains("combo/sketch"));
    }

    @ParameterizedTest
    @EnumSource(DrawnTask.class)
    void classesArePartedForThoseThatComeLater(DrawnTask task) {
        assertEquals(task.classes().size(), task.baseClasses().size() + task.newClasses().size());
        assertTrue(task.baseClasses().size() - task.newClasses().size() <= 1);
        assertTrue(task.baseClasses().stream().noneMatch(task.newClasses()::contains));
    }

    @Test
    void anArchiveComesBackAsItWas() throws IOException {
        TaskArchive archive = new TaskArchive(Map.of("top left", List.of(new byte[]{1}, new byte[]{2})),
                Map.of("top left", List.of(
                        new byte[]{3})));
        archive.write(folder.resolve("position.zip"));
        TaskArchive read = TaskArchive.read(folder.resolve("position.zip"));
        assertEquals(List.of("top left"), read.classNames());
        assertArrayEquals(new byte[]{2}, read.train().get("top left").get(1));
        assertArrayEquals(new byte[]{3}, read.test().get("top left").get(0));
    }
}
