package io.coopserve.torch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.coopserve.tensors.StoredZip;

/**
 * Functions in TorchScript: what an NDArray has no operation for, and many operations for the price of one call. They have
 * no state; weights are arguments, so every array keeps an owner in Java. Only {@link #forward} records gradients. Arrays in
 * bf16 and packed matrices may only go in and out of these: many another operation on one aborts the JVM in the JNI library.
 */
public final class Program implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock module;

    private Program(PtNDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /**
     * Compiles functions.
     *
     * @param constants what stands for {@code {name}} in the text
     * @param sources names of the resources that the functions are in, in the form in which TorchScript archives hold them
     */
    static Program compile(PtNDManager manager, Map<String, String> constants, String... sources) {
        StringBuilder code = new StringBuilder("""
                class Program(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """);
        for (String source : sources) {
            String text = resource(source);
            for (Map.Entry<String, String> constant : constants.entrySet()) {
                text = text.replace("{" + constant.getKey() + "}", constant.getValue());
            }
            code.append(text);
        }
        try {
            InputStream archive = new ByteArrayInputStream(archive(code.toString()));
            return new Program(manager, JniUtils.loadModule(manager, archive, false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Program.class.getResourceAsStream("/torch/" + name + ".torchscript")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function that gives one array. */
    public NDArray call(String function, NDArray... arguments) {
        try (IValue result = run(function, arguments)) {
            return result.toTensor(manager);
        }
    }

    /** Calls a function that gives several arrays. */
    public NDList callForAll(String function, NDArray... arguments) {
        try (IValue result = run(function, arguments)) {
            return new NDList(result.toTensorArray(manager));
        }
    }

    /** Calls the function {@code forward}, with gradients inside {@link Torch#training}. */
    public NDArray forward(NDArray... arguments) {
        return JniUtils.isGradMode()
                ? IValueUtils.forward(module, new NDList(arguments), true).singletonOrThrow()
                : call("forward", arguments);
    }

    private IValue run(String function, NDArray... arguments) {
        IValue[] values = new IValue[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = IValue.from((PtNDArray) arguments[i]);
        }
        try {
            return IValueUtils.runMethod(module, function, values);
        } finally {
            for (IValue value : values) {
                value.close();
            }
        }
    }

    /** Frees the compiled functions. */
    @Override
    public void close() {
        module.close();
    }

    /** A TorchScript archive: source text, and two pickles that make one object without attributes. */
    private static byte[] archive(String code) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        // PROTO 2, GLOBAL, EMPTY_TUPLE, NEWOBJ, {"training": False}, BUILD, STOP
        entries.put("program/data.pkl", bytes("\u0080\u0002c__torch__\nProgram\n)\u0081}(X\u0008\0\0\0training\u0089ub."));
        entries.put("program/code/__torch__.py", bytes(code));
        entries.put("program/constants.pkl", bytes("\u0080\u0002)."));
        entries.put("program/version", bytes("3\n"));
        return StoredZip.write(entries);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
