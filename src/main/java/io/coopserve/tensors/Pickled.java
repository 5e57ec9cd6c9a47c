package io.coopserve.tensors;

import java.util.ArrayList;
import java.util.List;

/** What a pickle's objects are here: data. Beside these there are String, Long, Double, Boolean, List and null. */
final class Pickled {
    private Pickled() {
    }

    /** A name of Python's, which nobody ever looks up. */
    record Global(String name) {}

    /** Any object that is not known here, with what it was told to contain. */
    static final class Stub {
        final String type;
        Object state;

        Stub(String type) {
            this.type = type;
        }
    }

    /** Keys and values as they came: nothing is hashed or compared, since a key may hold itself. */
    static final class Dictionary {
        final List<Object> keys = new ArrayList<>();
        final List<Object> values = new ArrayList<>();

        void put(Object key, Object value) {
            keys.add(key);
            values.add(value);
        }
    }

    /**
     * Numbers in an entry of the archive.
     *
     * @param elements how many
     */
    record Storage(DType type, String key, long elements) {}

    /**
     * A tensor: a view into a storage.
     *
     * @param offset of its first element, in elements
     * @param strides elements from one index to the next, per axis
     */
    record View(Storage storage, long offset, long[] shape, long[] strides) {}
}
