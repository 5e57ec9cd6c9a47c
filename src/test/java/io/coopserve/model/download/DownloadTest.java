package io.coopserve.model.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final int SIZE = 1000;

    /** Zeros that interrupt whoever has read so many of them. */
    private static final class Interrupting extends ByteArrayInputStream {
        private final int when;

        Interrupting(int when) {
            super(new byte[SIZE]);
            this.when = when;
        }

        @Override
        public synchronized int read(byte[] to, int offset, int length) {
            if (pos == when) {
                Thread.currentThread().interrupt();
            }
            return super.read(to, offset, Math.min(length, 100));
        }
    }

    private static Download download(InputStream content) {
        return new Download("weights", SIZE, offset -> new Download.Content(content, 0), Duration.ofMillis(1));
    }

    @Test
    void interruptIsOneWhereverItComes(@TempDir Path folder) throws Exception {
        Path partial = folder.resolve("partial");
        for (int when = 0; when < SIZE; when += 100) {
            Download interrupted = download(new Interrupting(when));
            assertThrows(InterruptedException.class, () -> interrupted.complete(partial));
            assertTrue(Thread.interrupted());
            assertEquals(when, Files.size(partial));
        }
        download(new Interrupting(SIZE + 1)).complete(partial);
        assertEquals(SIZE, Files.size(partial));
    }
}
