package io.coopserve.cli;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

@Command(name = "serve", mixinStandardHelpOptions = true, description = "Serve over HTTP; what happens without a command, too.")
final class ServeCommand implements Runnable {
    @Override
    public void run() {
        Quarkus.run();
    }
}
