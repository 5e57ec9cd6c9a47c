package io.coopserve.cli;

import java.util.concurrent.atomic.AtomicInteger;

import io.coopserve.clip.ModelNotReadyException;
import io.coopserve.store.StoreUnavailableException;
import io.coopserve.tenant.InvalidNameException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Without arguments it serves; otherwise the first one is a command. */
@QuarkusMain
@CommandLine.Command(name = "coop-serve", mixinStandardHelpOptions = true, version = "coop-serve 0.1.0", synopsisSubcommandLabel = "[COMMAND]", description = "CLIP, taught by a handful of your own images, behind an HTTP endpoint. Without a command it serves; "
        + "configure it by environment variables or -Dcoop.…", subcommands = {ServeCommand.class, InspectCommand.class,
                RunCommand.class, KeyCommand.class})
public final class Main {
    public static void main(String... arguments) {
        System.setProperty("org.jboss.logging.provider", "jboss"); // else every jar is searched for another
        if (arguments.length == 0) {
            Quarkus.run(); // reading no arguments would only delay it
            return;
        }
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    /**
     * Runs a command inside the application, with everything but the HTTP server. Standard output is the command's; the log
     * goes to standard error.
     *
     * @return its exit code
     */
    static int withoutServer(Class<? extends QuarkusApplication> command, String... arguments) {
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("quarkus.log.console.stderr", "true");
        System.setProperty("quarkus.log.level", System.getProperty("quarkus.log.level", "WARN"));
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(command, (code, failure) -> {
            exitCode.set(code);
            explain(failure);
        }, arguments);
        return exitCode.get();
    }

    /** What the user can mend is said in a line; the log has told about the model already. */
    private static void explain(Throwable failure) {
        if (failure instanceof InvalidNameException || failure instanceof StoreUnavailableException) {
            System.err.println("coop-serve: " + failure.getMessage());
        } else if (failure != null && !(failure instanceof ModelNotReadyException)) {
            failure.printStackTrace();
        }
    }
}
