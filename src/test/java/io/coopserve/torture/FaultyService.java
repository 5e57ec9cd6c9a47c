package io.coopserve.torture;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The packaged service with one class of it replaced. Its libraries are the real ones. */
record FaultyService(Path runner) {
    private static final List<String> CHANGED = List.of("app", "quarkus");

    /** @param folder where it is made */
    static FaultyService with(PlantedFault fault, Path folder) throws IOException {
        Path real = Path.of(System.getProperty("runner.jar")).toAbsolutePath().getParent();
        Path copy = Files.createDirectories(folder.resolve("quarkus-app"));
        for (Path part : children(real)) {
            if (CHANGED.contains(part.getFileName().toString())) {
                Files.createDirectories(copy.resolve(part.getFileName()));
                for (Path file : children(part)) {
                    Files.copy(file, copy.resolve(part.getFileName()).resolve(file.getFileName()));
                }
            } else if (Files.isDirectory(part)) {
                Files.createSymbolicLink(copy.resolve(part.getFileName()), part);
            } else {
                Files.copy(part, copy.resolve(part.getFileName()));
            }
        }
        Path classes = compile(fault, folder, real);
        for (String part : CHANGED) {
            for (Path jar : children(copy.resolve(part))) {
                if (jar.toString().endsWith(".jar")) {
                    replace(jar, classes, fault, part.equals("app"));
                }
            }
        }
        return new FaultyService(copy.resolve("quarkus-run.jar"));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static Path compile(PlantedFault fault, Path folder, Path real) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve(fault.className() + ".java");
        Files.writeString(source, fault.plant(Files.readString(fault.source())));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String path;
        try (Stream<Path> all = Files.walk(real)) {
            path = all.filter(file -> file.toString().endsWith(".jar") && !file.endsWith("quarkus-run.jar")).map(Path::toString)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
        int errors = ToolProvider.getSystemJavaCompiler().run(null, System.out, System.out, "--release", "17", "-parameters",
                "-proc:none", "-nowarn", "-classpath", path, "-d", classes.toString(), source.toString());
        if (errors != 0) {
            throw new AssertionError(fault + " does not compile; see above");
        }
        return classes;
    }

    /** @param all whether classes that are not there are to be added, as those of lambdas and inner classes may be */
    private static void replace(Path jar, Path classes, PlantedFault fault, boolean all) throws IOException {
        Path folder = classes.resolve("io/coopserve").resolve(fault.source().getParent().getFileName());
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path target = zip.getPath("io/coopserve", fault.source().getParent().getFileName().toString());
            if (!all && !Files.exists(target.resolve(fault.className() + ".class"))) {
                return;
            }
            for (Path file : children(folder)) {
                Files.write(target.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }
}
