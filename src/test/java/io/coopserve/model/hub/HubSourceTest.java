package io.coopserve.model.hub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.coopserve.model.Checkpoint;
import io.coopserve.model.InvalidModelException;
import io.coopserve.model.ModelFolder;
import io.coopserve.model.download.Download;

class HubSourceTest {
    private static final String MODEL = "hf:" + HubServer.REPOSITORY;
    private static final String WEIGHTS = "model.safetensors";
    private static final Set<String> NEEDED = Set.of("config.json", "preprocessor_config.json", "tokenizer.json", WEIGHTS);
    private static final int MIDDLE = 1_000_000;

    @TempDir
    Path cache;

    private final HubServer hub = HubServer.ofDemo();
    private final Map<String, String> environment = new HashMap<>();

    @AfterEach
    void stop() {
        hub.close();
    }

    private Path fetch(String model) throws InterruptedException {
        environment.putIfAbsent("HF_ENDPOINT", hub.endpoint().toString());
        environment.putIfAbsent("HF_HUB_CACHE", cache.toString());
        environment.putIfAbsent("HF_HOME", cache.resolve("home").toString());
        environment.putIfAbsent("HF_HUB_DOWNLOAD_TIMEOUT", "1");
        return new HubSource(environment).fetch(model, cache.resolve("unused"));
    }

    private String complaint(String model) {
        String message = assertThrows(InvalidModelException.class, () -> fetch(model)).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    private Path repository() {
        return cache.resolve("models--acme--tiny-clip");
    }

    private Path snapshot() {
        return repository().resolve("snapshots").resolve(hub.commit());
    }

    private static Set<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void assertServes(Path folder) throws IOException {
        assertEquals(snapshot(), folder);
        for (String file : names(folder)) {
            assertArrayEquals(hub.content(file), Files.readAllBytes(folder.resolve(file)), file);
        }
        Checkpoint.open(ModelFolder.of(folder.toString())).vocabulary();
        assertThat(names(repository().resolve("blobs")), not(hasItem(containsString("incomplete"))));
    }

    @Test
    void cacheIsLaidOutAsHuggingFaceDoes() throws Exception {
        hub.put("pytorch_model.bin", new byte[10]).put("README.md", new byte[10]);
        assertServes(fetch(MODEL));
        assertEquals(NEEDED, names(snapshot()));
        assertEquals(hub.commit(), Files.readString(repository().resolve("refs/main")));
        for (String file : NEEDED) {
            String etag = HubServer.etag(file, hub.content(file));
            assertEquals(Path.of("../../blobs", etag), Files.readSymbolicLink(snapshot().resolve(file)));
            assertTrue(Files.isRegularFile(cache.resolve(".locks/models--acme--tiny-clip").resolve(etag + ".lock")));
        }
        assertEquals(Set.of("open_clip_config.json"), names(repository().resolve(".no_exist").resolve(hub.commit())));
    }

    @Test
    void cacheThatHuggingFaceFilledIsUsedWithoutDownloadAndOffline() throws Exception {
        for (String file : NEEDED) {
            Path blob = repository().resolve("blobs").resolve(HubServer.etag(file, hub.content(file)));
            Files.createDirectories(blob.getParent());
            Files.write(blob, hub.content(file));
            Files.createDirectories(snapshot());
            Files.createSymbolicLink(snapshot().resolve(file), Path.of("../../blobs").resolve(blob.getFileName()));
        }
        Files.createDirectories(repository().resolve("refs"));
        Files.writeString(repository().resolve("refs/main"), hub.commit());
        environment.put("HF_HUB_OFFLINE", "1");
        assertServes(fetch(MODEL));
        assertServes(fetch(MODEL + "@" + hub.commit()));
        assertEquals(List.of(), hub.requests());

        environment.remove("HF_HUB_OFFLINE");
        assertServes(fetch(MODEL));
        assertEquals(1, hub.requests().size(), "the list of files alone: " + hub.requests());
    }

    @Test
    void commitThatIsCompleteNeedsNoNetwork() throws Exception {
        fetch(MODEL + "@" + hub.commit());
        assertFalse(Files.exists(repository().resolve("refs")));
        hub.requests().clear();
        assertServes(fetch(MODEL + "@" + hub.commit()));
        assertEquals(List.of(), hub.requests());

        Files.delete(snapshot().resolve("tokenizer.json"));
        assertServes(fetch(MODEL + "@" + hub.commit()));
        assertEquals(NEEDED, names(snapshot()));
    }

    @Test
    void newCommitReusesTheBlobsThatDidNotChange() throws Exception {
        fetch(MODEL);
        String before = hub.commit();
        hub.put("config.json", (new String(hub.content("config.json"), StandardCharsets.UTF_8) + "\n").getBytes(
                StandardCharsets.UTF_8));
        hub.requests().clear();
        assertServes(fetch(MODEL));
        assertEquals(List.of(), hub.offsets(WEIGHTS));
        assertEquals(Set.of(before, hub.commit()), names(repository().resolve("snapshots")));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void cachedModelIsUsedWhileTheHubIsAway(int status) throws Exception {
        fetch(MODEL);
        hub.listing(status);
        assertServes(fetch(MODEL));
        hub.close();
        assertServes(fetch(MODEL));
    }

    @Test
    void breaksAreResumedWhereTheyWere() throws Exception {
        hub.failing(WEIGHTS, hub.breakingAt(MIDDLE), hub.breakingAt(2 * MIDDLE));
        assertServes(fetch(MODEL));
        List<Integer> offsets = hub.offsets(WEIGHTS);
        assertEquals(3, offsets.size(), offsets.toString());
        assertTrue(offsets.get(1) > 0 && offsets.get(1) <= MIDDLE && offsets.get(2) > offsets.get(1), offsets.toString());
    }

    @Test
    void silenceIsABreak() throws Exception {
        hub.failing(WEIGHTS, hub.fallingSilentAt(MIDDLE, 20_000));
        long start = System.nanoTime();
        assertServes(fetch(MODEL));
        assertTrue(System.nanoTime() - start < 10e9);
        assertThat(hub.offsets(WEIGHTS).get(1), greaterThan(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 503})
    void busyServerIsAskedAgainAfterTheTimeItNames(int status) throws Exception {
        hub.failing(WEIGHTS, hub.status(status));
        long start = System.nanoTime();
        assertServes(fetch(MODEL));
        assertTrue(System.nanoTime() - start >= 1e9);
    }

    @Test
    void serverThatAlwaysBreaksIsGivenUp() throws Exception {
        for (int i = 0; i < 10; i++) {
            hub.failing(WEIGHTS, hub.breakingAt(100));
        }
        assertThat(complaint(MODEL), allOf(containsString(WEIGHTS), containsString("5 times")));
        assertFalse(Files.exists(snapshot().resolve(WEIGHTS)));
    }

    @Test
    void fileThatChangesUnderWayIsBegunAnew() throws Exception {
        hub.failing(WEIGHTS, hub.breakingAt(MIDDLE), hub.changed(2 * MIDDLE));
        assertServes(fetch(MODEL));

        List<Integer> offsets = hub.offsets(WEIGHTS);
        assertThat(offsets.get(1), greaterThan(0));
    }

    @Test
    void rangesThatAreIgnoredAreNoticed() throws Exception {
        hub.failing(WEIGHTS, hub.breakingAt(MIDDLE), hub.ignoringRanges());
        assertServes(fetch(MODEL));
    }

    @Test
    void contentThatIsNotItsHashIsNeverUsed() throws Exception {
        hub.failing(WEIGHTS, hub.lying());
        assertServes(fetch(MODEL)); // once may be an accident
    }

    @ParameterizedTest
    @ValueSource(strings = {WEIGHTS, "config.json"})
    void contentThatIsNeverItsHashIsRefused(String file) throws Exception {
        hub.failing(file, hub.lying(), hub.lying());
        assertThat(complaint(MODEL), allOf(containsString(file), containsString("hash")));
        assertFalse(Files.exists(snapshot().resolve(file)));
        assertThat(names(repository().resolve("blobs")), not(hasItem(containsString("incomplete"))));
    }

    @Test
    void restOfAnEarlierProcessIsResumedAndOneThatIsSpoiledIsBegunAnew() throws Exception {
        byte[] weights = hub.content(WEIGHTS);
        Path partial = repository().resolve("blobs").resolve(HubServer.etag(WEIGHTS, weights) + ".coop-serve.incomplete");
        Files.createDirectories(partial.getParent());
        Files.write(partial, Arrays.copyOf(weights, MIDDLE));
        assertServes(fetch(MODEL));
        assertEquals(List.of(MIDDLE), hub.offsets(WEIGHTS));

        Files.delete(repository().resolve("blobs").resolve(HubServer.etag(WEIGHTS, weights)));
        hub.requests().clear();
        Files.write(partial, new byte[MIDDLE]);
        assertServes(fetch(MODEL));
        assertEquals(List.of(MIDDLE, 0), hub.offsets(WEIGHTS));
    }

    @Test
    void interruptEndsADownloadAtOnceAndTheNextGoesOn() throws Exception {
        hub.throttled(50);
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<Path> running = other.submit(() -> fetch(MODEL));
        while (hub.offsets(WEIGHTS).isEmpty()) {
            Thread.sleep(20);
        }
        Thread.sleep(1000);
        other.shutdownNow();
        assertThat(assertThrows(ExecutionException.class, running::get).getCause().getClass().getName(),
                containsString("InterruptedException"));
        assertFalse(Files.exists(snapshot().resolve(WEIGHTS)));

        hub.throttled(0);
        assertServes(fetch(MODEL));
        assertThat(hub.offsets(WEIGHTS).get(1), greaterThan(0));
    }

    @Test
    void twoAtOnceDownloadOnce() throws Exception {
        hub.throttled(10);
        ExecutorService both = Executors.newFixedThreadPool(2);
        fetch("hf:" + HubServer.REPOSITORY + "@main"); // sets the variables, which two at once must not
        environment.put("HF_HUB_CACHE", cache.resolve("empty").toString());
        hub.requests().clear();
        List<Future<Path>> running = List.of(both.submit(() -> fetch(MODEL)), both.submit(() -> fetch(MODEL)));
        for (Future<Path> one : running) {
            assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(one.get().resolve(WEIGHTS)));
        }
        both.shutdown();
        assertEquals(List.of(0), hub.offsets(WEIGHTS));
    }

    @Test
    void tokenIsShownToTheHubAndNotToTheCdn() throws Exception {
        hub.requiring("hf_secret");
        environment.put("HF_TOKEN", "hf_secret");
        assertServes(fetch(MODEL));
        assertEquals(Set.of(Optional.of("Bearer hf_secret")), tokens("hub"));
        assertEquals(Set.of(Optional.empty()), tokens("cdn"));
    }

    private Set<Optional<String>> tokens(String server) {
        return hub.requests().stream().filter(request -> request.server().equals(server)).map(HubServer.Request::token).collect(
                Collectors.toSet());
    }

    @Test
    void tokenOfTheLoginIsFound() throws Exception {
        hub.requiring("hf_secret");
        Files.createDirectories(cache.resolve("home"));
        Files.writeString(cache.resolve("home/token"), "hf_secret\n");
        assertServes(fetch(MODEL));
    }

    @Test
    void whoMayNotReadIsToldSoWithoutTheToken() {
        hub.requiring("hf_secret");
        assertThat(complaint(MODEL), allOf(containsString("401"), containsString("HF_TOKEN")));
        environment.put("HF_TOKEN", "hf_wrong");
        assertThat(complaint(MODEL), allOf(containsString("401"), not(containsString("hf_wrong"))));
        environment.put("HF_TOKEN", "hf wrong");
        assertThat(complaint(MODEL), allOf(containsString("HF_TOKEN"), not(containsString("hf wrong"))));
    }

    @ParameterizedTest
    @CsvSource({"403, HF_TOKEN", "404, HF_TOKEN", "418, HF_ENDPOINT"})
    void refusalIsExplained(int status, String word) {
        hub.listing(status);
        assertThat(complaint(MODEL), allOf(containsString(String.valueOf(status)), containsString(word)));
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(complaint(MODEL + "@v9"), containsString("no revision 'v9'"));
        hub.remove(WEIGHTS);
        assertThat(complaint(MODEL), containsString("no weights"));
        environment.put("HF_HUB_OFFLINE", "yes");
        assertThat(complaint(MODEL), allOf(containsString("HF_HUB_OFFLINE"), containsString(cache.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf:", "hf:clip", "hf:a/b/c", "hf:../../etc", "hf:a/..", "hf:a/b@", "hf:a/b@../x", "hf:a/b@/x",
            "hf:a--b/c", "hf:a/b@x y", "hf:a/b?x=1"})
    void nameThatIsNoneIsRefused(String name) {
        assertThat(complaint(name), containsString("hf:owner/name@revision"));
        assertEquals(List.of(), hub.requests());
    }

    @ParameterizedTest
    @CsvSource({"HF_ENDPOINT, ftp://hub", "HF_ENDPOINT, https://me:pass@hub", "HF_ENDPOINT, hub", "HF_HUB_ETAG_TIMEOUT, soon"})
    void variableThatIsWrongIsNamed(String variable, String value) {
        environment.put(variable, value);
        assertThat(complaint(MODEL), allOf(containsString(variable), not(containsString("pass@"))));
    }

    @Test
    void shardsOfAnIndexAreDownloadedAndNothingElse() throws Exception {
        hub.put("model-1.safetensors", new byte[]{1}).put("model-2.safetensors", new byte[]{2}).put("model-3.safetensors",
                new byte[]{3}).put("model.safetensors.index.json", index("model-1.safetensors", "model-2.safetensors"))
                .remove(WEIGHTS);
        Path folder = fetch(MODEL);
        assertArrayEquals(new byte[]{2}, Files.readAllBytes(folder.resolve("model-2.safetensors")));
        assertFalse(Files.exists(folder.resolve("model-3.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../refs/main", "/etc/passwd", "..", "a\\\\b", "absent.safetensors", ".hidden"})
    void indexThatPointsElsewhereIsRefused(String shard) {
        hub.put(shard, new byte[]{1}).put("model.safetensors.index.json", index(shard)).remove(WEIGHTS);
        if (shard.startsWith("absent")) {
            hub.remove(shard);
        }
        assertThat(complaint(MODEL), containsString("not beside it"));
    }

    private static byte[] index(String... shards) {
        return Stream.of(shards).map(shard -> "\"tensor of %s\":\"%s\"".formatted(shard, shard)).collect(Collectors.joining(",",
                "{\"weight_map\":{", "}}")).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void openClipFilesAndPicklesAreTakenWhereThereIsNothingBetter() throws Exception {
        byte[] weights = hub.content(WEIGHTS);
        hub.put("pytorch_model.bin", weights).put("open_clip_model.safetensors", weights).put("open_clip_config.json", "{}"
                .getBytes(StandardCharsets.UTF_8)).remove(WEIGHTS);
        assertThat(names(fetch(MODEL)), allOf(hasItem("open_clip_model.safetensors"), hasItem("open_clip_config.json"), not(
                hasItem("pytorch_model.bin"))));
        hub.remove("open_clip_model.safetensors").remove("tokenizer.json");
        assertThat(names(fetch(MODEL)), allOf(hasItem("pytorch_model.bin"), hasItem("vocab.json"), hasItem("merges.txt")));
    }

    @Test
    void withoutSymbolicLinksFilesAreCopied() throws Exception {
        environment.put("HF_HUB_DISABLE_SYMLINKS", "1");
        assertServes(fetch(MODEL));
        assertFalse(Files.isSymbolicLink(snapshot().resolve(WEIGHTS)));
    }

    @Test
    void diskThatIsTooSmallIsToldBeforeTheDownload() throws Exception {
        HubFile huge = new HubFile(WEIGHTS, "0".repeat(64), 1L << 60);
        String message = assertThrows(InvalidModelException.class, () -> new Download(huge.name(),
                huge.size(), offset -> {
                    throw new AssertionError();
                }, Duration.ZERO).complete(cache.resolve("partial"))).getMessage();
        assertThat(message, allOf(containsString(WEIGHTS), containsString("free")));
    }
}
