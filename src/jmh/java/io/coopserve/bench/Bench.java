package io.coopserve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Runs one suite: prints its measures as a table and writes them as JSON. */
public final class Bench {
    static final Path FOLDER = Path.of(System.getProperty("bench.dir", "target/bench"));

    private static final Map<String, Suite> SUITES = new TreeMap<>(
            Map.of("core", CoreSuite::run, "serving", ServingSuite::run, "soak", SoakSuite::run, "clip", ClipSuite::run,
                    "adaptation",
                    AdaptationSuite::run, "methods",
                    MethodsSuite::run, "store", StoreSuite::run, "model", () -> {
                        RandomModel.main("vit-b-16", "vit-l-14", "rn50");
                        return List.of();
                    }));

    @FunctionalInterface
    private interface Suite {
        List<Measure> run() throws Exception;
    }

    private record Report(Machine machine, List<Measure> measures) {}

    private Bench() {
    }

    /** @param arguments the name of a suite; exit code 1 if there is no such suite */
    public static void main(String... arguments) throws Exception {
        String name = arguments.length == 1 ? arguments[0] : "";
        Suite suite = SUITES.get(name);
        if (suite == null) {
            System.err.printf("There is no benchmark \"%s\"; -Dbench= takes one of %s.%n", name, SUITES.keySet());
            System.exit(1);
        }
        Files.createDirectories(FOLDER);
        List<Measure> measures = suite.run();
        if (!measures.isEmpty()) {
            report(name, new Report(Machine.here(), measures.stream().map(measure -> measure.by(name)).toList()));
        }
        System.exit(0); // libtorch and the HTTP client leave threads behind
    }

    private static void report(String name, Report report) throws IOException {
        Path file = FOLDER.resolve(name + ".json");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), report);
        System.out.println(report.machine);
        report.measures.forEach(measure -> System.out.printf("%-26s %9s %-3s %s%n", measure.name(), measure.value(), measure
                .unit(), measure.detail()));
        System.out.println("written to " + file);
    }
}
