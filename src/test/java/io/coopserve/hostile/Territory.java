package io.coopserve.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folders of a service, and what may lie in them. */
record Territory(Path root) {
    private static final String NAME = "[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?";
    private static final String RUN = "[0-9a-z-]+";
    private static final Pattern OBJECT = Pattern.compile(("tenants/NAME/(datasets/NAME/"
            + "(uploads/[0-9a-f-]{36}/([0-9a-f]{64}|whole)|manifests/\\d+(\\.deleted)?)|runs/RUN/(run\\.json|"
            + "leases/\\d+|published/[a-z]+|readers/[0-9a-f-]{36}|\\d+/(events|checkpoints)/[^/]+|\\d+/(end\\.json|stopped))|"
            + "prompts/NAME/(versions/\\d+/(prompt\\.safetensors|card\\.json|deleted)|current/\\d+)|"
            + "idempotency/[0-9a-f]{64})|open/NAME/NAME/RUN|replicas/[a-z0-9-]+/\\d+").replace("NAME", NAME)
            .replace("RUN", RUN));

    Path service() {
        return root.resolve("around/service");
    }

    Path temporary() {
        return service().resolve("tmp");
    }

    static Territory under(Path root) throws IOException {
        Territory territory = new Territory(root);
        Files.createDirectories(territory.temporary());
        return territory;
    }

    /** Files where none should be. */
    List<String> strays() {
        Path store = service().resolve("store");
        return Stream
                .of(files(root).filter(file -> !file.startsWith(service())), files(service()).filter(file -> !file.startsWith(
                        store)
                        && !file.startsWith(service().resolve("cache")) && !file.startsWith(temporary())
                        && !file.equals(service()
                                .resolve("service.log"))
                        && !file.endsWith("service.keys")),
                        files(temporary()).filter(file -> !file.toString().contains("hsperfdata")), files(store).filter(
                                file -> !OBJECT.matcher(store.relativize(file).toString()).matches()))
                .flatMap(all -> all).map(Path::toString).toList();
    }

    private static Stream<Path> files(Path folder) {
        if (!Files.exists(folder)) {
            return Stream.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
