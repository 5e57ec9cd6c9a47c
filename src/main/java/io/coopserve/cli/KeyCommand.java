package io.coopserve.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.coopserve.tenant.ApiKey;
import io.coopserve.tenant.InvalidKeysException;
import io.coopserve.tenant.InvalidNameException;
import io.coopserve.tenant.KeysFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "key", mixinStandardHelpOptions = true, description = {
        "Make a key. It is printed once and stored nowhere; the line for the keys file (coop.auth.keys-file) holds its SHA-256.",
        "A service that uses the file knows the key within seconds."})
final class KeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "what the key is called, in lower case")
    private String name;

    @Parameters(paramLabel = "TENANT|*", description = "whose resources it opens; * is operations: everybody's")
    private String tenant;

    @Option(names = "--file", paramLabel = "FILE", description = "append the line to this keys file instead of printing it")
    private Path file;

    @Override
    public Integer call() throws IOException {
        String key = ApiKey.random();
        ApiKey line = line(key);
        if (file != null) {
            append(line);
        }
        spec.commandLine().getOut().println(key);
        if (file == null) {
            spec.commandLine().getOut().println(line);
        }
        return 0;
    }

    private ApiKey line(String key) {
        try {
            return ApiKey.of(name, tenant, key);
        } catch (InvalidNameException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** Checked first: a line that spoils the file would be found by the service only. */
    private void append(ApiKey line) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        String after = before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + line + "\n";
        try {
            KeysFile.parse(file, after);
        } catch (InvalidKeysException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        Files.writeString(file, after);
    }
}
