package io.coopserve.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.sun.management.ThreadMXBean;

import io.coopserve.hostile.ZipForge;

/** Whatever a file says, it is refused by one line, soon and without much memory. */
class HostileTensorFilesTest {
    /** Allocated, garbage included: the library of zips reads every field through a buffer of its own. */
    private static final long MOST_MEMORY = 512 << 20;
    private static final long MOST_SECONDS = 5;
    private static final Tensor SIX = Tensor.of("a", new float[]{1, 2, 3, 4, 5, 6}, 2, 3);

    @TempDir
    Path folder;

    static Stream<Arguments> headers() {
        String a = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        return Stream.of(
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", 8,
                        "larger than any file"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999999]}}", 8,
                        "the header is not the JSON"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,18446744073709551624]}}", 8,
                        "data_offsets"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "0 or more"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}", 8, "not a number"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}}", 8, "not a number"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, "malformed"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}", 8, "more than 2 numbers"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "needs 12 bytes"),
                header("{\"a\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "unknown type F31"),
                header("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "malformed"),
                header("{\"a\":7}", 0, "object was expected"),
                header("{" + a + "," + a.replace("[0,8]", "[8,16]") + "}", 16, "name twice"),
                header("{" + a + "," + a.replace("\"a\"", "\"b\"") + "}", 8, "tensors a and b overlap"),
                header("{" + a + "," + a.replace("\"a\"", "\"b\"").replace("[0,8]", "[4,12]") + "}", 12, "overlap"),
                header("{" + a + "," + a.replace("\"a\"", "\"b\"").replace("[0,8]", "[12,20]") + "}", 20, "bytes 8 to 12"),
                header("{" + a + "}", 12, "the last 4 bytes belong to no tensor"),
                header("{" + a + "}", 4, "truncated"),
                header("[" + "[".repeat(100_000), 0, "not a JSON object"),
                header("{\"a\":{\"x\":" + "[".repeat(100_000), 0, "not the JSON"),
                header("{" + a + "} {}", 8, "not a JSON object"),
                header("not JSON at all", 0, "not the JSON"));
    }

    private static Arguments header(String json, int data, String word) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return Arguments.of(word, ByteBuffer.allocate(Long.BYTES + header.length + data).order(ByteOrder.LITTLE_ENDIAN).putLong(
                header.length).put(header).array());
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("headers")
    void headerThatLiesIsRefused(String word, byte[] file) throws IOException {
        refused(Files.write(folder.resolve("a.safetensors"), file), word);
    }

    @Test
    void hugeHeaderIsRefusedBeforeItIsRead() throws IOException {
        Path file = folder.resolve("a.safetensors");
        byte[] json = new byte[100 << 20];
        Arrays.fill(json, (byte) '[');
        Files.write(file, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
        Files.write(file, json, StandardOpenOption.APPEND);
        refused(file, "at most 8388608 are read");
    }

    @Test
    void largestHeaderOfManyTensorsStaysSmall() throws IOException {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; json.length() < (8 << 20) - 100; i++) {
            json.append(i == 0 ? "" : ",").append("\"").append(i).append(
                    "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        byte[] header = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        refused(Files.write(folder.resolve("a.safetensors"), ByteBuffer.allocate(Long.BYTES + header.length).order(
                ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).array()), "more than 20000 tensors");
    }

    static Stream<Arguments> pickles() {
        long[] shape = {2, 3};
        long[] strides = {3, 1};
        return Stream.of(
                pickle("calls os.system",
                        new PickleForge().raw('}').text("a").global("os", "system").raw('(').text("touch owned")
                                .raw('t', 'R', 's')),
                pickle("calls builtins.eval", new PickleForge().text("builtins").text("eval").raw(0x93, '(').text("1").raw('t',
                        'R')),
                pickle("calls posix.system", new PickleForge().global("posix", "system").raw(')', 0x81)),
                pickle("opcode 0x69", new PickleForge().raw('(').text("id").raw('i').raw("os\nsystem\n".chars().toArray())),
                pickle("opcode 0x6f", new PickleForge().raw('(').global("os", "system").text("id").raw('o')),
                pickle("opcode 0x82", new PickleForge().raw(0x82, 1)),
                pickle("truncated or damaged", new PickleForge().raw('R')),
                pickle("truncated or damaged", new PickleForge().raw('t')),
                pickle("truncated or damaged", new PickleForge().raw('h', 9)),
                pickle("truncated or damaged", new PickleForge().raw('X', 0xff, 0xff, 0xff, 0x7f)),
                pickle("truncated or damaged", new PickleForge().raw('X', 0xff, 0xff, 0xff, 0xff)),
                pickle("truncated or damaged", new PickleForge().raw('}', '0', '0')),
                pickle("truncated or damaged", new PickleForge().number(7).raw('Q')),
                pickle("truncated or damaged", new PickleForge().global("torch._utils", "_rebuild_tensor_v2").raw(')', 'R')),
                pickle("truncated or damaged", new PickleForge().raw('N', ')', 'R')),
                pickle("nested deeper", new PickleForge().raw('}', 'q', 0).text("a").raw('h', 0, 's')),
                pickle("nested deeper", laughs()),
                pickle("more than 500000 objects", repeated(new PickleForge(), '}', 600_000)),
                pickle("more than 500000 objects", repeated(new PickleForge(), '(', 600_000)),
                pickle("more than 500000 objects", repeated(new PickleForge().raw('N'), 0x94, 600_000)),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 1, shape, strides)),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, -1, shape, strides)),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 0, shape, new long[]{3, -1})),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 0, shape, new long[]{3})),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 0, new long[]{-2, -3}, strides)),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 0, new long[]{-2, 3}, strides)),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 0, new long[]{1L << 62, 4}, new long[]{0, 0})),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 0, shape, new long[]{1L << 62, 1L << 62})),
                pickle("tensor a does not lie inside", one(DType.F32, "0", 6, 0, new long[]{100}, new long[]{0})),
                pickle("needs 1000 numbers", one(DType.F32, "0", 1000, 0, new long[]{1000}, new long[]{1})),
                pickle("needs 6 numbers of F64", one(DType.F64, "0", 6, 0, shape, strides)),
                pickle("data/9 is missing", one(DType.F32, "9", 6, 0, shape, strides)),
                pickle("missing", one(DType.F32, "../../etc/passwd", 6, 0, shape, strides)));
    }

    /** Dictionaries each of which holds the next one twice. */
    private static PickleForge laughs() {
        PickleForge pickle = new PickleForge().raw('}', 'q', 0);
        for (int i = 1; i < 30; i++) {
            pickle.raw('}', '(').text("a").raw('h', i - 1).text("b").raw('h', i - 1, 'u', 'q', i);
        }
        return pickle;
    }

    private static PickleForge repeated(PickleForge pickle, int opcode, int times) {
        for (int i = 0; i < times; i++) {
            pickle.raw(opcode);
        }
        return pickle;
    }

    private static PickleForge one(DType type, String key, long elements, long offset, long[] shape, long[] strides) {
        return new PickleForge().raw('}').text("a").tensor(type, key, elements, offset, shape, strides).raw('s');
    }

    private static Arguments pickle(String word, PickleForge pickle) {
        return Arguments.of(word, pickle.stop());
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("pickles")
    void pickleThatIsNotWhatItSeemsIsRefused(String word, byte[] pickle) throws IOException {
        refused(Files.write(folder.resolve("a.pt"), TorchForge.zip("a", pickle, List.of(SIX))), word);
        assertTrue(Files.notExists(Path.of("owned")));
    }

    @Test
    void callsInACheckpointAreNeverMade() throws IOException {
        byte[] pickle = new PickleForge().raw('}').text("b").global("os", "system").raw('(').text("touch owned")
                .raw('t', 'R', 's')
                .text("a").tensor(SIX, "0").raw('s').stop();
        TensorFile file = TorchArchive.checkpoint(Files.write(folder.resolve("a.pt"), TorchForge.zip("a", pickle, List.of(
                SIX))));
        assertEquals(List.of("a"), List.copyOf(file.names()));
        assertTrue(Files.notExists(Path.of("owned")));
    }

    static Stream<Arguments> zips() {
        byte[] pickle = new PickleForge().raw('}').text("a").tensor(SIX, "0").raw('s').stop();
        byte[] good = TorchForge.zip("a", pickle, List.of(SIX));
        byte[] shared = shared();
        return Stream.of(
                Arguments.of("the zip is truncated", Arrays.copyOf(good, good.length / 2)),
                Arguments.of("the zip is truncated", Arrays.copyOf(good, good.length - 1)),
                Arguments.of("without data.pkl", TorchForge.zip(Map.of("a/other", pickle))),
                Arguments.of("compressed or encrypted", new ZipForge().deflated("a/data.pkl", pickle).bytes()),
                Arguments.of("at most 8388608", TorchForge.zip(Map.of("a/data.pkl", new byte[9 << 20]))),
                Arguments.of("directory of the zip is larger", ZipForge.overlapping(65_000, new byte[]{1})),
                Arguments.of("its tensors have", shared),
                Arguments.of("big-endian", TorchForge.zip(entries("a/data.pkl", pickle, "a/byteorder", "big".getBytes(
                        StandardCharsets.US_ASCII)))));
    }

    /** A thousand tensors that are all the same million numbers. */
    private static byte[] shared() {
        Tensor large = Tensor.of("a", new float[1 << 20], 1 << 20);
        PickleForge pickle = new PickleForge().raw('}');
        for (int i = 0; i < 1000; i++) {
            pickle.text("a" + i).tensor(large, "0").raw('s');
        }
        return TorchForge.zip("a", pickle.stop(), List.of(large));
    }

    private static Map<String, byte[]> entries(String first, byte[] one, String second, byte[] other) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(first, one);
        entries.put(second, other);
        return entries;
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("zips")
    void zipThatIsNotPyTorchsIsRefused(String word, byte[] zip) throws IOException {
        refused(Files.write(folder.resolve("a.pt"), zip), word);
    }

    static Stream<Arguments> indices() {
        return Stream.of(
                Arguments.of("weight_map", "{}"),
                Arguments.of("weight_map", "[]"),
                Arguments.of("not valid JSON", "{\"weight_map\":"),
                Arguments.of("Duplicate field", "{\"weight_map\":{\"a\":\"1.safetensors\",\"a\":\"2.safetensors\"}}"),
                Arguments.of("not the name of a file beside it", "{\"weight_map\":{\"a\":\"../1.safetensors\"}}"),
                Arguments.of("not the name of a file beside it", "{\"weight_map\":{\"a\":\"/etc/passwd\"}}"),
                Arguments.of("not the name of a file beside it", "{\"weight_map\":{\"a\":7,\"b\":[]}}"),
                Arguments.of("shard 9.safetensors is missing", "{\"weight_map\":{\"a\":\"9.safetensors\"}}"),
                Arguments.of("tensor b is not in 1.safetensors",
                        "{\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"1.safetensors\"}}"),
                Arguments.of("tensor a is in two shards",
                        "{\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}"),
                Arguments.of("tensor b is in a shard, but not in the weight_map",
                        "{\"weight_map\":{\"a\":\"2.safetensors\"}}"));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("indices")
    void indexThatDoesNotFitIsRefused(String word, String json) throws IOException {
        Files.write(folder.resolve("1.safetensors"), Safetensors.write(List.of(SIX), Map.of()));
        Files.write(folder.resolve("2.safetensors"), Safetensors.write(List.of(SIX, SIX.as("b", 6)), Map.of()));
        Path index = Files.writeString(folder.resolve("model.safetensors.index.json"), json);
        assertTrue(message(() -> ShardedTensors.open(index)).contains(word));
    }

    @Test
    void damagedArchiveIsReadOrRefusedButNeverWorse() throws IOException {
        byte[] good = TorchForge.stateDict(List.of(SIX, SIX.as("b", 6)), "module.", "state_dict");
        Random random = new Random(11);
        int read = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] damaged = good.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(good.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("a.pt"), damaged);
            try {
                TensorFile archive = TorchArchive.checkpoint(file);
                archive.names().forEach(name -> archive.tensor(name).data());
                read++;
            } catch (InvalidTensorFileException e) {
                assertTrue(e.getMessage().startsWith("a.pt: "), e.getMessage());
            }
        }
        assertTrue(read > 30 && read < 970, read + " of 1000 were read");
    }

    private static void refused(Path file, String word) {
        String message = message(() -> TensorFile.open(file));
        assertTrue(message.contains(word), message);
        assertTrue(message.startsWith(file.getFileName() + ": "), message);
    }

    private static String message(Runnable open) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        String message = assertThrows(InvalidTensorFileException.class, open::run).getMessage();
        assertTrue(threads.getCurrentThreadCpuTime() - start < MOST_SECONDS * 1_000_000_000L, "soon");
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before < MOST_MEMORY, "without much memory");
        assertTrue(message.length() < 500 && !message.contains("\n"), message);
        return message;
    }
}
