package io.coopserve.torture;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who changes the lines that faults are planted in learns of it at once, and not from the next long torture. */
class PlantedFaultTest {
    @ParameterizedTest
    @EnumSource
    void sourceHasThePlaceForTheFault(PlantedFault fault) throws IOException {
        String source = Files.readString(fault.source());
        assertNotEquals(source, fault.plant(source));
    }
}
