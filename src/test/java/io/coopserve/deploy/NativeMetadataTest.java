package io.coopserve.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.coopserve.prompt.PromptCard;
import io.coopserve.report.BaseToNew;
import io.coopserve.report.Comparison;
import io.coopserve.report.Evaluation;
import io.coopserve.report.Spread;
import io.coopserve.run.KeyedRun;
import io.coopserve.run.RunEvent;
import io.coopserve.run.RunRequest;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Pointer;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a native executable has to be told. Linking one needs GraalVM; this needs none. */
class NativeMetadataTest {
    private static final String OURS = "META-INF/native-image/io.coopserve/coop-serve/";
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"jni-config.json", "reflect-config.json"})
    void everyClassThatIsNamedExists(String file) throws IOException {
        Set<String> missing = new TreeSet<>(named(OURS + file));
        missing.removeIf(NativeMetadataTest::exists);
        assertEquals(Set.of(), missing);
    }

    private static boolean exists(String name) {
        try {
            return Class.forName(name, false, loader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void everyProxyIsOfAnInterface() throws Exception {
        for (JsonNode interfaces : read(OURS + "proxy-config.json")) {
            for (JsonNode name : interfaces) {
                assertTrue(Class.forName(name.asText(), false, loader()).isInterface(), name.asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch-engine.properties", "ai/djl/engine/api.properties",
            "com/sun/jna/linux-x86-64/libjnidispatch.so", "demo-clip/model.safetensors",
            "META-INF/services/io.fabric8.kubernetes.client.http.HttpClient$Factory"})
    void resourceIsThereAndIncluded(String resource) throws IOException {
        assertNotNull(loader().getResource(resource));
        List<JsonNode> includes = read(OURS + "resource-config.json").findValues("pattern");
        assertTrue(includes.stream().anyMatch(pattern -> Pattern.matches(pattern.asText(), resource)));
    }

    /** A JNI library looks classes up by their names, which stand in it as text. */
    @ParameterizedTest
    @ValueSource(strings = {"jnilib/linux-x86_64/cpu/libdjl_torch.so", "com/sun/jna/linux-x86-64/libjnidispatch.so"})
    void everyClassThatALibraryLooksUpIsNamed(String library) throws IOException {
        byte[] content;
        try (var in = loader().getResourceAsStream(library)) {
            content = in.readAllBytes();
        }
        Set<String> classes = new TreeSet<>(Pattern.compile("(?<=\\x00)(?:ai/djl|com/sun/jna|java|org/slf4j)/[\\w/$]+(?=\\x00)")
                .matcher(new String(content, StandardCharsets.ISO_8859_1)).results().map(MatchResult::group).map(
                        name -> name.replace('/', '.'))
                .filter(NativeMetadataTest::exists).toList());
        assertTrue(classes.size() > 3, () -> "only " + classes);
        classes.removeAll(named(OURS + "jni-config.json"));
        classes.removeAll(named("META-INF/native-image/ai/djl/pytorch/pytorch-native/jni-config.json"));
        assertEquals(Set.of(), classes);
    }

    private static List<String> named(String resource) throws IOException {
        return read(resource).findValues("name").stream().map(JsonNode::asText).filter(name -> !name.startsWith("<")).toList();
    }

    private static JsonNode read(String resource) throws IOException {
        try (var in = loader().getResourceAsStream(resource)) {
            return JSON.readTree(in);
        }
    }

    /** REST finds its records by itself; what only goes to storage is nobody's parameter. */
    @ParameterizedTest
    @ValueSource(classes = {Pointer.class, PromptCard.class, DatasetManifest.class, RunRequest.class, RunEvent.class,
            KeyedRun.class,
            Evaluation.class, Comparison.class, BaseToNew.class, Spread.class})
    void everyStoredRecordIsRegistered(Class<?> type) {
        assertTrue(type.getAnnotation(RegisterForReflection.class).registerFullHierarchy());
    }

    @Test
    void weReflectOnNothing() {
        JavaClasses classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPath(Path.of("target/classes/io/coopserve"));
        Set<String> calls = new TreeSet<>();
        classes.forEach(type -> type.getMethodCallsFromSelf().stream().map(call -> call.getTarget().getFullName()).filter(
                target -> target.startsWith("java.lang.reflect.") || target.startsWith("java.lang.Class.forName")
                        || target.startsWith("java.lang.Class.getDeclared"))
                .forEach(target -> calls.add(type.getName() + " "
                        + target)));
        assertEquals(Set.of(), calls);
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
