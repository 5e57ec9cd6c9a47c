package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileBytesTest {
    private static final int LARGE = 10 << 20;

    @TempDir
    Path folder;

    private byte[] write(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (FileChannel channel = FileChannel.open(folder.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileBytes.write(channel, content);
        }
        return content;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 16, (1 << 16) + 1, 300_000})
    void whatIsWrittenIsRead(int size) throws IOException {
        assertArrayEquals(write(size), FileBytes.read(folder.resolve("f")));
    }

    @Test
    void fileThatIsNotThereIsSaidToBeMissing() {
        assertThrows(NoSuchFileException.class, () -> FileBytes.read(folder.resolve("none")));
    }

    @Test
    void threadKeepsNoBufferOfTheFilesSize() throws IOException {
        long before = directBytes();
        write(LARGE);
        FileBytes.read(folder.resolve("f"));
        assertTrue(directBytes() < before + LARGE / 2);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().filter(pool -> pool.getName().equals(
                "direct")).findFirst().orElseThrow().getMemoryUsed();
    }
}
