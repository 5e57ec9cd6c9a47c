package io.coopserve.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "run", mixinStandardHelpOptions = true, description = {
        "Perform one adaptation run that the service has accepted, and end: what a Kubernetes Job does.",
        "Its events are stored, and printed as lines of JSON."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:it succeeded or was cancelled, by its stored end", "1:it failed, or could not be performed"})
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TENANT/ID", description = "the tenant and the id of the run")
    private String target;

    @Override
    public Integer call() {
        return Main.withoutServer(RunProcess.class, target);
    }
}
