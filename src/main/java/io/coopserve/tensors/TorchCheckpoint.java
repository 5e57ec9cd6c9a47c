package io.coopserve.tensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what {@code torch.load} reads: {@code {"state_dict": OrderedDict of tensors, "epoch": …, "optimizer": None, "scheduler":
 * None, "val_result": None}}, as Dassl saves a model.
 */
public final class TorchCheckpoint {
    private static final String ROOT = "archive/";

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private TorchCheckpoint() {
    }

    /** @param state tensors in single precision */
    public static byte[] write(List<Tensor> state, int epoch) {
        return new TorchCheckpoint().bytes(state, epoch);
    }

    private byte[] bytes(List<Tensor> state, int epoch) {
        entries.put(ROOT + "data.pkl", null); // first, as there
        put("\u0080\u0002}("); // PROTO 2, EMPTY_DICT, MARK
        string("state_dict");
        put("ccollections\nOrderedDict\n)R("); // GLOBAL, EMPTY_TUPLE, REDUCE, MARK
        for (Tensor tensor : state) {
            string(tensor.name());
            tensor(tensor);
        }
        put("u"); // SETITEMS
        string("epoch");
        integer(epoch);
        for (String none : List.of("optimizer", "scheduler", "val_result")) {
            string(none);
            put("N");
        }
        put("u."); // SETITEMS, STOP
        entries.put(ROOT + "data.pkl", pickle.toByteArray());
        entries.put(ROOT + "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return StoredZip.write(entries);
    }

    /** A call of what makes a tensor of a storage, an offset, a shape and strides. */
    private void tensor(Tensor tensor) {
        String key = String.valueOf(entries.size() - 1);
        ByteBuffer data = tensor.data();
        byte[] numbers = new byte[data.remaining()];
        data.get(numbers);
        entries.put(ROOT + "data/" + key, numbers);
        put("ctorch._utils\n_rebuild_tensor_v2\n(("); // GLOBAL, MARK, MARK
        string("storage");
        put("ctorch\nFloatStorage\n");
        string(key);
        string("cpu");
        integer(tensor.elements());
        put("tQ"); // TUPLE, BINPERSID
        integer(0);
        long[] shape = tensor.shape();
        tuple(shape);
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        tuple(strides);
        put("\u0089ccollections\nOrderedDict\n)RtR"); // NEWFALSE: no gradient; no hooks; TUPLE, REDUCE
    }

    private void tuple(long[] values) {
        put("(");
        for (long value : values) {
            integer(Math.toIntExact(value));
        }
        put("t");
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put("X");
        little(bytes.length);
        pickle.writeBytes(bytes);
    }

    private void integer(int value) {
        put("J");
        little(value);
    }

    private void little(int value) {
        pickle.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private void put(String codes) {
        pickle.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
