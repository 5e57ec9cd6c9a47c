package io.coopserve.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyStreamTest {
    @Test
    void aBodyThatIsTakenAwayWhileItIsReadIsTheConnectionsFault(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("body"), new byte[]{1, 2, 3, 4});
        InputStream body = new BodyStream(file);
        assertEquals(1, body.read());
        assertArrayEquals(new byte[]{2, 3}, body.readNBytes(2));
        body.close(); // as the end of the connection does, on another thread
        assertEquals(400, assertThrows(BadRequest.class, body::read).status());
        assertEquals(400, assertThrows(BadRequest.class, () -> body.read(new byte[1])).status());
    }

    @Test
    void whatIsKeptOutlivesTheConnection(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("body"), new byte[]{1, 2, 3, 4});
        try (BodyStream body = new BodyStream(file)) {
            body.keep(folder.resolve("kept"));
            Files.delete(file);
            assertArrayEquals(new byte[]{1, 2, 3, 4}, Files.readAllBytes(folder.resolve("kept")));
            assertEquals(400, assertThrows(BadRequest.class, () -> body.keep(folder.resolve("late"))).status());
        }
    }
}
