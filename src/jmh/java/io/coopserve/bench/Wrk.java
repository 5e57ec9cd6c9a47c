package io.coopserve.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A closed loop by wrk: so many connections, each with one request on its way at any time. A process of its own, in C, since
 * what it takes of the machine is taken from the service.
 */
final class Wrk {
    private static final String SCRIPT = """
            local file = io.open("%s", "rb")
            wrk.body = file:read("*a")
            file:close()
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "%s"
            %s
            done = function(summary, latency, requests)
              local errors = summary.errors
              io.write(string.format("\\nRESULT %%d %%d %%d %%d\\n", summary.requests, summary.duration, errors.status,
                errors.connect + errors.read + errors.write + errors.timeout))
            end
            """;
    /** Strings of requests are made one by one, from paths in the order of a file. */
    private static final String PATHS = """
            local paths = {}
            for path in io.lines("%s") do paths[#paths + 1] = path end
            local next = 0
            request = function()
              next = next %% #paths + 1
              return wrk.format(nil, paths[next])
            end
            """;
    private static final String RESULT = "RESULT ";

    private final URI url;
    private final Path script;

    /** @param refused how many of the requests had another answer than a success */
    record Result(long requests, double seconds, long refused, long failed) {
        double perSecond() {
            return (requests - refused) / seconds;
        }
    }

    private Wrk(URI url, Path script) {
        this.url = url;
        this.script = script;
    }

    static boolean isInstalled() throws InterruptedException {
        try {
            new ProcessBuilder("wrk", "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The same request again and again. */
    static Wrk of(URI url, String type, byte[] body) throws IOException {
        return new Wrk(url, script(type, body, ""));
    }

    /** Requests to paths, one after the other and again from the first. */
    static Wrk of(URI root, List<String> paths, String type, byte[] body) throws IOException {
        Path file = Files.write(temporary("paths"), paths);
        return new Wrk(root, script(type, body, PATHS.formatted(file)));
    }

    private static Path script(String type, byte[] body, String more) throws IOException {
        Path file = Files.write(temporary("body"), body);
        return Files.writeString(temporary("script"), SCRIPT.formatted(file, type, more));
    }

    private static Path temporary(String what) throws IOException {
        Path file = Files.createTempFile("wrk", what);
        file.toFile().deleteOnExit();
        return file;
    }

    Result run(int connections, int seconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("wrk", "--threads", "1", "--connections", String.valueOf(connections),
                "--duration", seconds + "s", "--timeout", "60s", "--script", script.toString(), url.toString())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        String line = output.lines().filter(text -> text.startsWith(RESULT)).findFirst().orElseThrow(
                () -> new IOException("wrk failed:\n" + output));
        String[] numbers = line.substring(RESULT.length()).split(" ");
        Result result = new Result(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]) / 1e6, Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]));
        if (result.failed > 0) {
            throw new IOException("connections failed:\n" + output);
        }
        return result;
    }
}
