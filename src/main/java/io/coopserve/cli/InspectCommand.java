package io.coopserve.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "inspect", mixinStandardHelpOptions = true, description = "Show the model, the device and the storage that serving would use.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:all is well", "1:something is not"})
final class InspectCommand implements Callable<Integer> {
    @Option(names = "--self-test", description = "compare the features with the CPU's and measure speed and memory")
    private boolean selfTest;

    @Override
    public Integer call() {
        return Main.withoutServer(Inspection.class, String.valueOf(selfTest));
    }
}
