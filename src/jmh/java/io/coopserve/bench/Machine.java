package io.coopserve.bench;

import ai.djl.pytorch.jni.JniUtils;
import io.coopserve.torch.Cpu;
import io.coopserve.torch.Torch;

/** Where it was measured. */
record Machine(String cpu, int cores, String java, String os, int torchThreads, String device) {

    static Machine here() {
        try (Torch torch = Torch.open("auto", 0)) {
            return new Machine(Cpu.here().model(), Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.name") + " "
                            + System.getProperty("java.runtime.version"),
                    System.getProperty("os.name") + " " + System.getProperty(
                            "os.version") + " " + System.getProperty("os.arch"),
                    JniUtils.getNumThreads(), torch.device());
        }
    }

    /** What to know when bf16 is compared. */
    static String amx() {
        return Cpu.here().multipliesMatrices() ? "" : ", on a CPU without AMX, which at best does twice as many bf16 products";
    }
}
