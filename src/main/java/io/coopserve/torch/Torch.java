package io.coopserve.torch;

import java.lang.management.MemoryUsage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import io.coopserve.tensors.DType;
import io.coopserve.tensors.Tensor;

/**
 * The one place that owns libtorch: start, device, threads, grad mode, scopes and types.
 * <ul>
 * <li>Every computation runs inside {@link #inference} or {@link #training}: they set the grad mode of the thread (ON by
 * default on all threads but one) and free every array made inside, whatever manager it landed on.
 * <li>Arrays made outside of them, the weights, live as long as this object.
 * <li>Safe for use by several threads at once: each computation has the device for itself, see {@link #turn}, and one thread
 * makes all of them.
 * </ul>
 */
public final class Torch implements AutoCloseable {
    private static final Duration PATIENCE_OF_TRAINING = Duration.ofSeconds(1);

    private final NDManager manager;
    private final List<Program> programs = new ArrayList<>();
    private final Program casts;
    private final Program packing; // null where nothing is packed
    private final Cpu cpu = Cpu.here();
    private final ThreadLocal<ByteBuffer> staging = new ThreadLocal<>();
    private final DeviceTurns turns = new DeviceTurns(PATIENCE_OF_TRAINING);

    private Torch(NDManager manager) {
        this.manager = manager;
        this.casts = program(Map.of(), "precision");
        this.packing = !isOnGpu() && (cpu.isBetterWithOneDnn() || cpu.multipliesBf16()) ? program(Map.of(), "packing") : null;
    }

    /** Compiles functions that live as long as this object; see {@link Program#compile}. */
    public Program program(Map<String, String> constants, String... sources) {
        Program program = Program.compile((PtNDManager) manager, constants, sources);
        programs.add(program);
        return program;
    }

    /**
     * An array in another precision, in place of the old one; for arguments of a {@link Program}.
     *
     * @param array fp32; closed unless it is what is returned
     */
    public NDArray cast(NDArray array, Precision precision) {
        return precision == Precision.FP32 ? array : replace(array, casts.call(precision.toString(), array));
    }

    /** Whether the device has no instructions for products in a precision, and takes many times as long as in fp32. */
    public boolean isSlowIn(Precision precision) {
        return !isOnGpu() && (precision == Precision.FP16 || precision == Precision.BF16 && !cpu
                .multipliesBf16());
    }

    /** Whether oneDNN can be asked for convolutions in a precision; {@code conv2d} asks it only where it thinks best. */
    public boolean convolvesByOneDnn(Precision precision) {
        return !isOnGpu() && cpu.flags().contains("avx2") && !isSlowIn(precision);
    }

    /** The fastest products of many rows with matrices that never change. */
    public Products products(Precision precision) {
        return !isOnGpu() && cpu.isBetterWithOneDnn() && !isSlowIn(precision) ? Products.ONEDNN : Products.LIBTORCH;
    }

    /** The precision of a training step's products, where one is wanted: fp32 if the device would be slow in it. */
    public Precision trainingPrecision(Precision wanted) {
        return isSlowIn(wanted) ? Precision.FP32 : wanted;
    }

    /**
     * The fastest products of the few rows of a training step. In bf16 libtorch would put a matrix into oneDNN's order for each
     * product, which takes about as long as the product itself.
     */
    public Products trainingProducts(Precision precision) {
        return packing != null && precision == Precision.BF16 ? Products.ONEDNN : products(precision);
    }

    /** A matrix as these products want it, in place of the old one; for arguments of a {@link Program}. */
    public NDArray matrix(NDArray array, Products products) {
        return products == Products.ONEDNN ? replace(array, packing.call("packed", array)) : array;
    }

    /** The matrix of {@code dense_backward}: of gradients of its results to those of what it was multiplied with. */
    public NDArray matrixBackward(NDArray array, Products products) {
        return products == Products.ONEDNN ? replace(array, packing.call("packed_transposed", array)) : array;
    }

    /** Three arrays, one below the other, in place of them. What a program makes can take no part in a gradient. */
    public NDArray stacked(Precision precision, NDArray first, NDArray second, NDArray third) {
        NDList parts = new NDList(first, second, third);
        NDArray all = precision == Precision.FP32 ? NDArrays.concat(parts) : casts.call("stacked", first, second, third);
        parts.forEach(NDArray::close);
        return all;
    }

    /** @param name {@code fp32}, {@code bf16}, {@code fp16}, or {@code auto} for the fastest */
    public Precision precision(String name) {
        if (!name.equals("auto")) {
            return Precision.valueOf(name.toUpperCase(Locale.ROOT));
        }
        if (isOnGpu()) {
            return Precision.FP16;
        }
        return isSlowIn(Precision.BF16) ? Precision.FP32 : Precision.BF16;
    }

    /**
     * @param device {@code auto} (the first GPU, else the CPU), {@code cpu} or {@code gpu:N}
     * @param threads threads of one operation on the CPU; 0: libtorch's own choice, one per core
     */
    public static Torch open(String device, int threads) {
        // the natives come from Maven jars or PYTORCH_LIBRARY_PATH; nothing is fetched at run time
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        Engine engine = Engine.getEngine("PyTorch");
        if (threads > 0) {
            JniUtils.setNumThreads(threads);
        }
        return new Torch(engine.newBaseManager(device(device, engine)));
    }

    private static Device device(String name, Engine engine) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int gpus = engine.getGpuCount();
        if (name.equals("auto")) {
            return gpus > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (!name.matches("gpu:\\d{1,3}")) {
            throw new UnknownDeviceException("coop.clip.device: '%s' is not one of auto, cpu, gpu:N".formatted(name));
        }
        int index = Integer.parseInt(name.substring("gpu:".length()));
        if (index >= gpus) {
            throw new UnknownDeviceException("coop.clip.device: there is no %s, libtorch sees %d GPUs".formatted(name, gpus));
        }
        return Device.gpu(index);
    }

    /**
     * Runs work in one turn: no computation of another thread comes between those that are made inside, so it should be short
     * and wait for nothing. Every computation outside of one is a turn of its own. A turn goes before those of
     * {@link #yielding} that wait, unless one has waited for a second.
     */
    public <T> T turn(Supplier<T> work) {
        return turns.take(work);
    }

    /** Runs work, however long, whose turns let those of others go first: training beside serving. */
    public <T> T yielding(Supplier<T> work) {
        return turns.training(work);
    }

    /** Runs work without gradients; only what is not an NDArray may leave it. */
    public <T> T inference(Supplier<T> work) {
        return turn(() -> scoped(false, work));
    }

    /**
     * Runs one step that calls {@link #backward}; only what is not an NDArray may leave it. No operation inside may take a
     * {@link Number}: DJL makes it an array in memory of the garbage collector's and lets go of it, while libtorch still reads
     * it on the way back. Numbers go into {@link #array}.
     */
    public <T> T training(Supplier<T> work) {
        return turn(() -> scoped(true, work));
    }

    private static <T> T scoped(boolean gradients, Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(gradients);
        // a setting of the thread too: else a program's first call computes other last bits than later ones
        JniUtils.setGraphExecutorOptimize(false);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Runs a part of a computation: of the arrays made inside only the result outlives it. */
    public static NDArray block(Supplier<NDArray> work) {
        NDArray result;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            result = work.get();
            NDScope.unregister(result);
        }
        NDScope.register(result);
        return result;
    }

    /**
     * The gradients of a scalar loss for some leaves, inside {@link #training}. Leaves are made anew for every step, so that
     * nothing accumulates.
     */
    public List<float[]> backward(NDArray loss, List<NDArray> leaves) {
        backward(loss);
        return leaves.stream().map(leaf -> leaf.getGradient().toFloatArray()).toList();
    }

    /** Adds the gradients of a scalar loss to those of all leaves, inside {@link #training}. */
    public void backward(NDArray loss) {
        JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.ones(loss.getShape()), false, false);
    }

    /** Rows of a matrix by index, with gradients: (n, d) and (B) to (B, d). */
    public static NDArray rows(NDArray matrix, NDArray indices) {
        return indices.getNDArrayInternal().embedding(indices, matrix, SparseFormat.DENSE).singletonOrThrow();
    }

    /** An array of numbers on the device. */
    public NDArray array(float[] values, long... shape) {
        ByteBuffer buffer = staging(values.length * Float.BYTES);
        buffer.asFloatBuffer().put(values);
        return copy(buffer, new Shape(shape), DataType.FLOAT32);
    }

    /** Indices on the device. */
    public NDArray indices(long[] values) {
        ByteBuffer buffer = staging(values.length * Long.BYTES);
        buffer.asLongBuffer().put(values);
        return copy(buffer, new Shape(values.length), DataType.INT64);
    }

    /**
     * One buffer per thread, used again and again. DJL would take a new direct buffer for every array and leave it to the
     * garbage collector: between two collections thousands of them lie between the blocks that libtorch frees, so that the
     * heap of the C library only grows.
     */
    private ByteBuffer staging(int bytes) {
        ByteBuffer buffer = staging.get();
        if (buffer == null || buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
            staging.set(buffer);
        }
        return buffer.slice(0, bytes).order(ByteOrder.nativeOrder());
    }

    /** Numbers that learn and live as long as this object; on a CPU only. */
    public Leaf leaf(float[] values, long... shape) {
        ByteBuffer memory = ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        memory.asFloatBuffer().put(values);
        return leaf(memory, shape);
    }

    /** The same numbers in the same memory, with gradients of their own. */
    public Leaf leaf(Leaf other) {
        return leaf(other.memory(), other.array().getShape().getShape());
    }

    private Leaf leaf(ByteBuffer memory, long... shape) {
        NDArray array = manager.create(memory.duplicate().order(ByteOrder.nativeOrder()), new Shape(shape), DataType.FLOAT32);
        array.setRequiresGradient(true);
        return new Leaf(array, memory);
    }

    /** An array with memory of its own. */
    private NDArray copy(ByteBuffer buffer, Shape shape, DataType type) {
        NDArray view = manager.create(buffer, shape, type);
        return isOnGpu() ? view : replace(view, view.duplicate()); // for a GPU it is a copy already
    }

    /**
     * A tensor of a file, in single precision on the device. F32 on the CPU is used where it is, so a mapped file stays
     * mapped. BF16 is widened in Java: an array of that type aborts the JVM in the JNI library.
     */
    public NDArray tensor(Tensor tensor) {
        Shape shape = new Shape(tensor.shape());
        if (tensor.type() == DType.F32 || tensor.type() == DType.F16) {
            boolean half = tensor.type() == DType.F16;
            NDArray array = manager.create(direct(tensor.data()), shape, half ? DataType.FLOAT16 : DataType.FLOAT32);
            return half ? replace(array, array.toType(DataType.FLOAT32, false)) : array;
        }
        return array(tensor.floats(), tensor.shape());
    }

    /** Closes the first array, returns the second. */
    public static NDArray replace(NDArray old, NDArray array) {
        old.close();
        return array;
    }

    private static ByteBuffer direct(ByteBuffer data) {
        if (data.isDirect()) {
            return data;
        }
        return ByteBuffer.allocateDirect(data.remaining()).order(data.order()).put(data).flip();
    }

    /** Whether computations run on a GPU. */
    public boolean isOnGpu() {
        return manager.getDevice().isGpu();
    }

    /** Where computations run, {@code cpu} or {@code gpu:N}. */
    public String device() {
        Device device = manager.getDevice();
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** Number of arrays that are alive: between computations, those of weights. */
    public int arrays() {
        return manager.getManagedArrays().size();
    }

    /** Memory of the GPU, in use by all processes; none on a CPU. */
    public Optional<MemoryUsage> gpuMemory() {
        return Optional.of(manager.getDevice()).filter(Device::isGpu).map(CudaUtils::getGpuMemory);
    }

    @Override
    public void close() {
        turns.close();
        programs.forEach(Program::close);
        manager.close();
    }
}
