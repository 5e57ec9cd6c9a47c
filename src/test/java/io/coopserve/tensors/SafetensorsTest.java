package io.coopserve.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    private static final float[] VALUES = {1, -2.5f, 3e-8f, 4, 5, 6};

    @Test
    void whatIsWrittenIsReadInBothWays(@TempDir Path folder) throws IOException {
        byte[] bytes = Safetensors.write(List.of(Tensor.of("a", VALUES, 2, 3), Tensor.of("scalar", new float[]{7})), Map.of(
                "key", "ä"));
        Path file = Files.write(folder.resolve("x.safetensors"), bytes);
        for (Safetensors read : List.of(Safetensors.read(bytes), Safetensors.map(file))) {
            assertArrayEquals(VALUES, read.tensor("a").floats());
            assertArrayEquals(new long[]{2, 3}, read.tensor("a").shape());
            assertArrayEquals(new float[]{7}, read.tensor("scalar").floats());
            assertEquals(Map.of("key", "ä"), read.metadata());
        }
    }

    @Test
    void halfPrecisionIsWidenedExactly() {
        assertEquals(1f, Tensor.fromHalf((short) 0x3c00));
        assertEquals(-2f, Tensor.fromHalf((short) 0xc000));
        assertEquals(65504f, Tensor.fromHalf((short) 0x7bff));
        assertEquals(0x1p-24f, Tensor.fromHalf((short) 0x0001));
        assertEquals(Float.NEGATIVE_INFINITY, Tensor.fromHalf((short) 0xfc00));
    }

    @Test
    void aFileCutAnywhereIsRefused() {
        byte[] bytes = Safetensors.write(List.of(Tensor.of("a", VALUES, 6)), Map.of());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(InvalidTensorFileException.class, () -> Safetensors.read(cut).tensor("a").floats());
        }
    }

    @Test
    void aDamagedFileIsReadOrRefusedButNeverWorse() {
        byte[] bytes = Safetensors.write(List.of(Tensor.of("a", VALUES, 2, 3)), Map.of("k", "v"));
        Random random = new Random(7);
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Safetensors file = Safetensors.read(damaged);
                file.names().forEach(name -> file.tensor(name).data());
            } catch (InvalidTensorFileException e) {
                assertEquals(InvalidTensorFileException.class, e.getClass());
            }
        }
    }
}
