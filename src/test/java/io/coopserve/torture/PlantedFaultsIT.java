package io.coopserve.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The torture finds faults that are there. Only with {@code -Ptorture}, since half a dozen services are made, started and killed for
 * it.
 */
@EnabledIfSystemProperty(named = "torture.kills", matches = "\\d{2,}")
class PlantedFaultsIT {
    private static final int MOST_HARMS = 40;
    private static final int HARMS_OF_CONTROL = 6;
    private static final int FREEZES_IN_A_ROW = 3;

    private final long seed = Long.getLong("torture.seed", 20261127);

    @TempDir
    Path folder;

    private List<String> losses(String name, Plan plan) throws Exception {
        try (Storage storage = new FolderStorage(Files.createDirectories(folder.resolve("store")))) {
            return new Torture(name, folder, storage, plan).perform().losses();
        }
    }

    @ParameterizedTest
    @EnumSource
    void plantedFaultIsFound(PlantedFault fault) throws Exception {
        FaultyService service = FaultyService.with(fault, folder);
        int inARow = fault.percentFrozen() > 0 ? FREEZES_IN_A_ROW : 1;
        assertNotEquals(List.of(),
                losses(fault.name(), new Plan(seed, fault.replicas(), MOST_HARMS, inARow, fault.percentFrozen(),
                        fault.appetite(), service.runner(), List.of())));
    }

    @Test
    void withoutAFaultNothingIsFound() throws Exception {
        Map<Deed, Integer> appetite = new EnumMap<>(Deed.class);
        for (PlantedFault fault : PlantedFault.values()) {
            fault.appetite().forEach((deed, weight) -> appetite.merge(deed, weight, Integer::sum));
        }
        assertEquals(List.of(),
                losses("control", new Plan(seed, 2, HARMS_OF_CONTROL, 1, 40, appetite, Path.of(System.getProperty(
                        "runner.jar")), List.of())));
    }
}
