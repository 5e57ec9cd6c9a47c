package io.coopserve.tensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What {@code torch.save} and {@code torch.jit.save} write: a zip with a pickle that names the tensors, and an entry of raw
 * numbers for each. A tensor in dictionaries in dictionaries, or in modules in modules, is called by all their names with
 * dots between: {@code state_dict.ctx}.
 */
public final class TorchArchive implements TensorFile {
    private static final String PICKLE = "data.pkl";
    private static final long MOST_PICKLE = 8 << 20;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_VISITS = 200_000;
    private static final int MOST_AXES = 16;
    private static final long SURELY_LITTLE = 1 << 20;

    private final ZipStore zip;
    private final String root;
    private final Map<String, Pickled.View> tensors = new LinkedHashMap<>();
    private int visits;

    private TorchArchive(ZipStore zip) {
        this.zip = zip;
        this.root = zip.root(PICKLE);
    }

    /**
     * Weights alone.
     *
     * @throws InvalidTensorFileException if it is damaged, or its pickle would call anything but what makes tensors
     */
    public static TorchArchive weights(Path file) {
        return open(file, PickledCalls.REFUSE);
    }

    /**
     * Tensors out of a training checkpoint. Its other objects are left out; none of them is made.
     *
     * @throws InvalidTensorFileException if it is damaged
     */
    public static TorchArchive checkpoint(Path file) {
        return open(file, PickledCalls.IGNORE);
    }

    private static TorchArchive open(Path file, PickledCalls calls) {
        try {
            TorchArchive archive = new TorchArchive(ZipStore.open(file));
            archive.read(calls, Files.size(file));
            return archive;
        } catch (InvalidTensorFileException e) {
            throw new InvalidTensorFileException(file.getFileName() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(PickledCalls calls, long fileSize) {
        long length = zip.length(root + PICKLE);
        if (length > MOST_PICKLE) {
            throw new InvalidTensorFileException("the pickle has %d bytes; at most %d are read".formatted(length, MOST_PICKLE));
        }
        String order = root + "byteorder";
        if (zip.has(order) && zip.length(order) == "big".length()) {
            throw new InvalidTensorFileException("the numbers are big-endian; save them on a little-endian machine");
        }
        collect("", Unpickler.read(zip.region(root + PICKLE, 0, length), calls), 0);
        long bytes = 0;
        for (Map.Entry<String, Pickled.View> tensor : tensors.entrySet()) {
            check(tensor.getKey(), tensor.getValue());
            bytes = Math.addExact(bytes, Tensor.bytes(tensor.getKey(), tensor.getValue().storage().type(), tensor.getValue()
                    .shape()));
        }
        if (bytes > Math.max(SURELY_LITTLE, 4 * fileSize)) {
            throw new InvalidTensorFileException("its tensors have %d bytes together, the file only %d".formatted(bytes,
                    fileSize));
        }
    }

    private void collect(String name, Object value, int depth) {
        if (depth > MOST_DEPTH || ++visits > MOST_VISITS) {
            throw new InvalidTensorFileException("its dictionaries are nested deeper than %d, or hold more than %d things"
                    .formatted(MOST_DEPTH, MOST_VISITS));
        }
        if (value instanceof Pickled.View view) {
            if (tensors.put(name, view) != null) {
                throw new InvalidTensorFileException("tensor %s is there twice".formatted(name));
            }
        } else if (value instanceof Pickled.Dictionary dictionary) {
            for (int i = 0; i < dictionary.keys.size(); i++) {
                if (dictionary.keys.get(i) instanceof String || dictionary.keys.get(i) instanceof Long) {
                    collect((name.isEmpty() ? "" : name + ".") + dictionary.keys.get(i), dictionary.values.get(i), depth + 1);
                }
            }
        } else if (value instanceof Pickled.Stub stub && stub.type.startsWith(PickledCalls.MODULE)) {
            collect(name, stub.state, depth + 1);
        }
    }

    /** A view must lie inside its storage, and the storage be what its entry holds. */
    private void check(String name, Pickled.View view) {
        Pickled.Storage storage = view.storage();
        if (!isInside(view)) {
            throw new InvalidTensorFileException("tensor %s does not lie inside its storage".formatted(name));
        }
        long there = zip.length(entry(storage));
        if (there / storage.type().bytes() < storage.elements()) {
            throw new InvalidTensorFileException("tensor %s: its storage needs %d numbers of %s, the entry %s has %d bytes"
                    .formatted(name, storage.elements(), storage.type(), entry(storage), there));
        }
    }

    private static boolean isInside(Pickled.View view) {
        long[] shape = view.shape();
        boolean sound = view.offset() >= 0 && shape.length == view.strides().length && shape.length <= MOST_AXES
                && LongStream.concat(Arrays.stream(shape), Arrays.stream(view.strides())).allMatch(number -> number >= 0);
        if (!sound) {
            return false;
        }
        try {
            long elements = Tensor.elements(shape);
            long last = view.offset() + (elements == 0 ? -1 : 0);
            for (int axis = 0; axis < shape.length && elements > 0; axis++) {
                last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, view.strides()[axis]));
            }
            return last < view.storage().elements() && elements <= view.storage().elements();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private String entry(Pickled.Storage storage) {
        return root + "data/" + storage.key();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public Header header(String name) {
        Pickled.View view = view(name);
        return new Header(view.storage().type(), view.shape());
    }

    @Override
    public Tensor tensor(String name) {
        Pickled.View view = view(name);
        int width = view.storage().type().bytes();
        long elements = Tensor.elements(view.shape());
        ByteBuffer data = isRowMajor(view)
                ? zip.region(entry(view.storage()), view.offset() * width, elements * width)
                : rowMajor(name, view);
        return new Tensor(name, view.storage().type(), view.shape(), data);
    }

    private Pickled.View view(String name) {
        Pickled.View view = tensors.get(name);
        if (view == null) {
            throw new InvalidTensorFileException("tensor %s is missing".formatted(name));
        }
        return view;
    }

    private static boolean isRowMajor(Pickled.View view) {
        long stride = 1;
        for (int axis = view.shape().length - 1; axis >= 0; axis--) {
            if (view.shape()[axis] > 1 && view.strides()[axis] != stride) {
                return Tensor.elements(view.shape()) == 0;
            }
            stride *= view.shape()[axis];
        }
        return true;
    }

    /** A copy in order of a view that is not, such as a transpose. */
    private ByteBuffer rowMajor(String name, Pickled.View view) {
        int width = view.storage().type().bytes();
        long bytes = Tensor.bytes(name, view.storage().type(), view.shape());
        ByteBuffer storage = zip.region(entry(view.storage()), 0, view.storage().elements() * width);
        ByteBuffer copy = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
        long[] index = new long[view.shape().length];
        while (copy.hasRemaining()) {
            long at = view.offset();
            for (int axis = 0; axis < index.length; axis++) {
                at += index[axis] * view.strides()[axis];
            }
            copy.put(storage.slice(Math.toIntExact(at * width), width));
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == view.shape()[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return copy.flip();
    }
}
