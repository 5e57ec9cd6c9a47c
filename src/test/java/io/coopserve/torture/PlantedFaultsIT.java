package io.coopserve.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.EnumMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The torture finds faults that are there. */
class PlantedFaultsIT {
    private static final int HARMS = 5;
    private static final int ROUNDS = 8;

    private final long seed = Long.getLong("torture.seed", 20261127);

    @TempDir
    Path folder;

    private List<String> losses(String name, Path runner, int percentFrozen, Map<Deed, Integer> appetite, int rounds)
            throws Exception {
        List<String> losses = new ArrayList<>();
        for (int round = 1; round <= rounds && losses.isEmpty(); round++) {
            Path place = Files.createDirectories(folder.resolve("round-" + round));
            Plan plan = new Plan(seed + round, HARMS, percentFrozen, appetite, runner, List.of(), true);
            try (Storage storage = new FolderStorage(Files.createDirectories(place.resolve("store")))) {
                losses.addAll(new Torture(name, place, storage, plan).perform().losses());
            }
        }
        return losses;
    }

    @ParameterizedTest
    @EnumSource
    void plantedFaultIsFound(PlantedFault fault) throws Exception {
        FaultyService service = FaultyService.with(fault, folder);
        assertNotEquals(List.of(), losses(fault.name(), service.runner(), fault.percentFrozen(), fault.appetite(), ROUNDS));
    }

    @Test
    void withoutAFaultNothingIsFound() throws Exception {
        Map<Deed, Integer> appetite = new EnumMap<>(Deed.class);
        for (PlantedFault fault : PlantedFault.values()) {
            fault.appetite().forEach((deed, weight) -> appetite.merge(deed, weight, Integer::sum));
        }
        assertEquals(List.of(), losses("control", Path.of(System.getProperty("runner.jar")), 40, appetite, 1));
    }
}
