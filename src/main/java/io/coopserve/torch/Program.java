package io.coopserve.torch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

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
    private static byte[] archive(String code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // PROTO 2, GLOBAL, EMPTY_TUPLE, NEWOBJ, {"training": False}, BUILD, STOP
            put(zip, "program/data.pkl", "\u0080\u0002c__torch__\nProgram\n)\u0081}(X\u0008\0\0\0training\u0089ub.");
            put(zip, "program/code/__torch__.py", code);
            put(zip, "program/constants.pkl", "\u0080\u0002).");
            put(zip, "program/version", "3\n");
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
