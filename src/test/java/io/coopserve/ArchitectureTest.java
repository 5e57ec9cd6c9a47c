package io.coopserve;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import ai.djl.ndarray.NDArray;

class ArchitectureTest {
    private static final String ROOT = "io.coopserve.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.coopserve");
    /** Who may use whom; api may use all. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("bounds", List.of()),
            Map.entry("tensors", List.of()),
            Map.entry("image", List.of("bounds")),
            Map.entry("tenant", List.of("bounds")),
            Map.entry("report", List.of()),
            Map.entry("torch", List.of("tensors")),
            Map.entry("model", List.of("image", "tensors")),
            Map.entry("clip", List.of("bounds", "image", "model", "prompt", "torch", "tensors")),
            Map.entry("prompt", List.of("report", "tensors")),
            Map.entry("store", List.of("bounds", "model", "prompt", "tenant", "tensors")),
            Map.entry("classify", List.of("bounds", "clip", "image", "store", "prompt", "tenant")),
            Map.entry("dataset", List.of("bounds", "clip", "image", "store", "tenant")),
            Map.entry("learn", List.of("bounds", "clip", "prompt", "tenant", "torch", "tensors")),
            Map.entry("adapt", List.of("learn", "clip", "image", "torch", "store", "prompt", "report", "tenant")),
            Map.entry("version",
                    List.of("adapt", "learn", "clip", "dataset", "torch", "store", "prompt", "report", "tenant", "tensors")),
            Map.entry("run", List.of("bounds", "adapt", "learn", "clip", "store", "prompt", "tenant", "tensors")));

    @Test
    void roomsUseOnlyTheRoomsBelowThem() {
        MAY_USE.forEach((room, below) -> {
            String[] forbidden = MAY_USE.keySet().stream().filter(other -> !other.equals(room) && !below.contains(other)).map(
                    other -> ROOT + other + "..").toArray(String[]::new);
            check(noClasses().that().resideInAPackage(ROOT + room + "..").should().dependOnClassesThat().resideInAnyPackage(
                    forbidden).because("the flows meet in the store: a room that reaches sideways or up cannot be read alone"));
            check(noClasses().that().resideInAPackage(ROOT + room + "..").should().dependOnClassesThat().resideInAPackage(ROOT
                    + "api..").because("HTTP is one way in, not what the work is about"));
        });
    }

    @Test
    void onlyClipAndLearnKnowDjl() {
        check(noClasses().that().resideOutsideOfPackages(ROOT + "torch..", ROOT + "clip..", ROOT + "learn..").should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..").because("every native array has an owner with a scope; elsewhere there are only "
                        + "float[]"));
    }

    @Test
    void onlyStoreKnowsS3() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + "store..").should().dependOnClassesThat().resideInAPackage(
                "software.amazon..").because("what is stored must not depend on where: folders and buckets keep one contract"));
    }

    @Test
    void onlyTorchSetsGradModeAndSpeaksToLibtorch() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + "torch..").should().dependOnClassesThat()
                .resideInAPackage(
                        "ai.djl.pytorch..")
                .because("grad mode is per thread, and off on one of them only: one room owns it"));
    }

    @Test
    void onlyApiSpeaksHttpAndMutiny() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + "api..").should().dependOnClassesThat().resideInAnyPackage(
                "jakarta.ws.rs..", "io.smallrye.mutiny..", "org.jboss.resteasy..", "io.vertx..", "io.quarkus.security..")
                .because(
                        "inside is plain blocking Java on "
                                + "bounded pools"));
    }

    @Test
    void onlyJobSpeaksToKubernetes() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + "job..").should().dependOnClassesThat().resideInAPackage(
                "io.fabric8..").because("runs know that they may be performed elsewhere, not where"));
    }

    @Test
    void nobodyPicksAClassUpFromAName() {
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream").because(
                "files are read as data, never as code"));
    }

    @Test
    void noNumberIsAnOperandWhereGradientsAre() {
        DescribedPredicate<JavaMethodCall> takesANumber = DescribedPredicate.describe("that take a Number as an operand",
                call -> call.getTargetOwner().isAssignableTo(NDArray.class) && call.getTarget().getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Number.class)));
        noClasses().that().haveSimpleNameNotEndingWith("DeviceWeights").should().callMethodWhere(takesANumber).because(
                "DJL lets go of the number's memory before a backward pass has read it").check(
                        new ClassFileImporter().importPackages("io.coopserve"));
    }

    @Test
    void exceptionsLiveBesideWhatThrowsThem() {
        check(noClasses().should().resideInAnyPackage("..exception..", "..util..", "..common..", "..service..", "..dto..",
                "..config..").because("packages are named by the domain"));
        check(classes().that().haveSimpleNameEndingWith("Exception").should().beAssignableTo(RuntimeException.class).because(
                "nobody here can do anything about them but the mapper of problems"));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
