package io.coopserve.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.coopserve.model.Checkpoint;
import io.coopserve.model.InvalidModelException;
import io.coopserve.model.ModelFolder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3ModelSourceIT {
    private static final Path DEMO = Path.of("src", "main", "resources", "demo-clip");
    private static final String WEIGHTS = "model.safetensors";
    private static final Set<String> NEEDED = Set.of("config.json", "preprocessor_config.json", "tokenizer.json", WEIGHTS);

    @TempDir
    private static Path folder;
    private static S3Server server;
    private static S3Client owner;
    private final String bucket = "models-" + UUID.randomUUID();
    private final String model = "s3://" + bucket + "/clip/tiny";

    @TempDir
    Path cache;

    @BeforeAll
    static void startServer() {
        server = S3Server.trusting(folder); // so that a proxy may stand between
        owner = server.owner();
        S3Server.credentials().forEach(System::setProperty);
    }

    @AfterAll
    static void stopServer() {
        S3Server.credentials().keySet().forEach(System::clearProperty);
        owner.close();
        server.close();
    }

    @BeforeEach
    void upload() {
        server.createBucket(bucket);
        try (Stream<Path> files = Files.list(DEMO)) {
            files.forEach(file -> put(file.getFileName().toString(), read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        put("checkpoints/1.pt", new byte[1]);
    }

    private void put(String name, byte[] content) {
        owner.putObject(request -> request.bucket(bucket).key("clip/tiny/" + name), RequestBody.fromBytes(content));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path fetch(URI endpoint, String name) throws InterruptedException {
        return new S3ModelSource(S3ObjectStoreIT.Configuration.of(endpoint, "elsewhere", "other/prefix")).fetch(name, cache);
    }

    private void assertServes(Path fetched) throws IOException {
        try (Stream<Path> files = Files.list(fetched)) {
            assertEquals(NEEDED, files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(
                    TreeSet::new)));
        }
        assertArrayEquals(read(DEMO.resolve(WEIGHTS)), read(fetched.resolve(WEIGHTS)));
        Checkpoint.open(ModelFolder.of(fetched.toString())).vocabulary();
    }

    @Test
    void modelIsDownloadedOnceAndAgainWhenItChanges() throws Exception {
        Path first = fetch(server.endpoint(), model);
        assertServes(first);
        FileTime time = Files.getLastModifiedTime(first.resolve(WEIGHTS));
        put("README.md", new byte[100]);
        assertEquals(first, fetch(server.endpoint(), model + "/"));
        assertEquals(time, Files.getLastModifiedTime(first.resolve(WEIGHTS)));

        put("config.json", (Files.readString(DEMO.resolve("config.json")) + "\n").getBytes());
        Path second = fetch(server.endpoint(), model);
        assertNotEquals(first, second);
        assertServes(second);
    }

    @Test
    void breakInTheMiddleIsResumed() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), FaultyProxy.Fault.BREAKS_READS)) {
            assertServes(fetch(proxy.endpoint(), model));
            assertEquals(2, proxy.ranges().size());
            assertThat(proxy.ranges().get(1), matchesPattern("bytes=[1-9]\\d*-"));
        }
    }

    @Test
    void modelThatChangesUnderWayIsBegunAnew() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), FaultyProxy.Fault.BREAKS_READS)) {
            byte[] whole = read(DEMO.resolve(WEIGHTS));
            put(WEIGHTS, new byte[whole.length]);
            proxy.atBreak(() -> put(WEIGHTS, whole));
            Path fetched = fetch(proxy.endpoint(), model);
            assertServes(fetched);
            assertThat(proxy.ranges(), hasItem(""));
            try (Stream<Path> beside = Files.list(fetched.getParent())) {
                assertEquals(List.of(), beside.filter(file -> file.toString().endsWith(".incomplete")).toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3://UPPER/x", "s3://bucket/../x", "s3://bucket//x", "s3://bucket/a b"})
    void nameThatIsNoneIsRefused(String name) {
        assertThat(complaint(name), containsString("s3://bucket/prefix"));
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(complaint("s3://" + bucket + "/nothing"), allOf(containsString(bucket + "/nothing"), containsString(
                "no weights")));
        assertThat(complaint("s3://" + bucket + "-else/x"), containsString("NoSuchBucket"));
    }

    private String complaint(String name) {
        String message = assertThrows(InvalidModelException.class, () -> fetch(server.endpoint(), name)).getMessage();
        assertThat(message, not(containsString("\n")));
        assertFalse(message.contains("test-secret"), message);
        return message;
    }
}
