package io.coopserve.tensors;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the few calls mean that PyTorch's pickles are made of, and what becomes of all others. */
enum PickledCalls {
    /** Any other call is refused by name: weights need none. */
    REFUSE,
    /** Whatever another call would have made is a stub: training leaves objects beside the tensors. */
    IGNORE;

    static final String MODULE = "__torch__."; // how TorchScript calls its classes
    private static final String LIST = "torch.jit._pickle."; // typed lists and dictionaries of TorchScript
    private static final String ORDERED = "collections.OrderedDict";
    private static final Map<String, DType> STORAGES = Map.of("torch.FloatStorage", DType.F32, "torch.HalfStorage", DType.F16,
            "torch.BFloat16Storage", DType.BF16, "torch.DoubleStorage", DType.F64, "torch.LongStorage", DType.I64,
            "torch.IntStorage", DType.I32, "torch.ShortStorage", DType.I16, "torch.CharStorage", DType.I8, "torch.ByteStorage",
            DType.U8, "torch.BoolStorage", DType.BOOL);

    /** REDUCE: a function or class, and its arguments. */
    Object called(Pickled.Global function, List<Object> arguments) {
        return switch (function.name()) {
            case ORDERED -> ordered(arguments);
            case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> view(arguments);
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" -> arguments.get(0);
            default -> stub(function);
        };
    }

    /** NEWOBJ: an object of a class before its state is set. */
    Object created(Pickled.Global type) {
        return type.name().equals(ORDERED) ? new Pickled.Dictionary() : stub(type);
    }

    /** BINPERSID: {@code ("storage", type, key, device, elements)}. */
    Object stored(List<Object> id) {
        String type = ((Pickled.Global) id.get(1)).name();
        DType known = STORAGES.get(type);
        return known == null
                ? new Pickled.Stub(type)
                : new Pickled.Storage(known, (String) id.get(2), (Long) id.get(4));
    }

    private Pickled.Stub stub(Pickled.Global global) {
        String name = global.name();
        if (this == REFUSE && !name.startsWith(MODULE) && !name.startsWith(LIST)) {
            throw new InvalidTensorFileException(
                    ("the pickle calls %s, which weights do not need; save the state_dict alone, or "
                            + "as safetensors").formatted(name.length() > 120 ? name.substring(0, 120) + "…" : name));
        }
        return new Pickled.Stub(name);
    }

    /** An OrderedDict, empty or of pairs. */
    private static Pickled.Dictionary ordered(List<Object> arguments) {
        Pickled.Dictionary dictionary = new Pickled.Dictionary();
        if (!arguments.isEmpty()) {
            for (Object pair : (List<?>) arguments.get(0)) {
                dictionary.put(((List<?>) pair).get(0), ((List<?>) pair).get(1));
            }
        }
        return dictionary;
    }

    /** {@code (storage, offset, shape, strides, …)}. */
    private static Object view(List<Object> arguments) {
        if (!(arguments.get(0) instanceof Pickled.Storage storage)) {
            return new Pickled.Stub("torch.Tensor"); // of numbers that are not known here, such as complex ones
        }
        return new Pickled.View(storage, (Long) arguments.get(1), numbers(arguments.get(2)), numbers(arguments.get(3)));
    }

    private static long[] numbers(Object list) {
        Object[] numbers = ((List<?>) list).toArray();
        return Arrays.stream(numbers).mapToLong(Long.class::cast).toArray();
    }
}
