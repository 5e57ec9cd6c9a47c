package io.coopserve.tensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Pickles opcode by opcode, as PyTorch writes them and as nobody should. */
final class PickleForge {
    private static final Map<DType, String> STORAGES = Map.of(DType.F64, "Double", DType.F32, "Float", DType.F16, "Half",
            DType.BF16, "BFloat16", DType.I64, "Long", DType.I32, "Int");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleForge() {
        raw(0x80, 2);
    }

    PickleForge raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleForge text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        little(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    PickleForge number(long number) {
        if (number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE) {
            out.write('J');
            return little((int) number);
        }
        raw(0x8a, Long.BYTES);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
        return this;
    }

    private PickleForge little(int number) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
        return this;
    }

    PickleForge global(String module, String name) {
        out.write('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleForge numbers(long... numbers) {
        raw('(');
        for (long number : numbers) {
            number(number);
        }
        return raw('t');
    }

    /** A view into a storage of a number of elements. */
    PickleForge tensor(DType type, String key, long elements, long offset, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").raw('(');
        raw('(').text("storage").global("torch", STORAGES.get(type) + "Storage").text(key).text("cpu").number(elements).raw('t',
                'Q');
        number(offset).numbers(shape).numbers(strides).raw(0x89);
        return global("collections", "OrderedDict").raw(')', 'R', 't', 'R');
    }

    /** Row by row, of a storage of its own. */
    PickleForge tensor(Tensor tensor, String key) {
        long[] shape = tensor.shape();
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return tensor(tensor.type(), key, tensor.elements(), 0, shape, strides);
    }

    byte[] stop() {
        out.write('.');
        return out.toByteArray();
    }
}
