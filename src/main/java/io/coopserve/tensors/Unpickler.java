package io.coopserve.tensors;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pickles that PyTorch writes, read as data: of all that Python could build only dictionaries and tensors are built,
 * everything else becomes a {@link Pickled.Stub}. Nothing is ever looked up or called.
 */
final class Unpickler {
    /** Objects that a pickle may have, and what it may remember of them. PyTorch writes about 15 for a tensor. */
    private static final int MOST = 500_000;

    private final ByteBuffer in;
    private final PickledCalls calls;
    private final Map<Long, Object> memo = new HashMap<>();
    private final List<Integer> marks = new ArrayList<>();
    private final List<Object> stack = new ArrayList<>();
    private int pushed;

    private Unpickler(ByteBuffer pickle, PickledCalls calls) {
        this.in = pickle.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.calls = calls;
    }

    /** @throws InvalidTensorFileException if it is damaged, too large, or calls what is refused */
    static Object read(ByteBuffer pickle, PickledCalls calls) {
        try {
            return new Unpickler(pickle, calls).run();
        } catch (InvalidTensorFileException e) {
            throw e;
        } catch (RuntimeException e) { // whatever it is that a damaged one trips over
            throw new InvalidTensorFileException("the pickle is truncated or damaged");
        }
    }

    private Object run() {
        while (true) {
            int opcode = in.get() & 0xff;
            if (opcode == '.') {
                return pop();
            }
            if (!scalar(opcode) && !container(opcode) && !object(opcode)) {
                throw new InvalidTensorFileException("the pickle has the opcode 0x%02x, which PyTorch does not write"
                        .formatted(opcode));
            }
        }
    }

    private boolean scalar(int opcode) {
        switch (opcode) {
            case 0x80 -> in.get(); // PROTO
            case 0x95 -> in.getLong(); // FRAME
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) (in.get() & 0xff));
            case 'M' -> push((long) (in.getShort() & 0xffff));
            case 'J' -> push((long) in.getInt());
            case 0x8a -> push(integer(in.get() & 0xff)); // LONG1
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong()))); // big-endian
            case 'U', 0x8c -> push(text(in.get() & 0xff)); // SHORT_BINSTRING, SHORT_BINUNICODE
            case 'X', 'T' -> push(text(in.getInt())); // BINUNICODE, BINSTRING
            case 'C' -> push(bytes(in.get() & 0xff)); // SHORT_BINBYTES
            case 'B' -> push(bytes(in.getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMark();
            case ')' -> push(List.of());
            case 't' -> push(popMark());
            case 0x85 -> push(pop(1));
            case 0x86 -> push(pop(2));
            case 0x87 -> push(pop(3));
            case ']', 0x8f -> push(new ArrayList<>()); // EMPTY_LIST, EMPTY_SET
            case 0x91 -> push(popMark()); // FROZENSET
            case 'a' -> append(pop(1));
            case 'e', 0x90 -> append(popMark()); // APPENDS, ADDITEMS
            case '}' -> push(new Pickled.Dictionary());
            case 's' -> put(pop(2));
            case 'u' -> put(popMark());
            case 'q' -> remember(in.get() & 0xff);
            case 'r' -> remember(in.getInt() & 0xffffffffL);
            case 0x94 -> remember(memo.size());
            case 'h' -> push(remembered(in.get() & 0xff));
            case 'j' -> push(remembered(in.getInt() & 0xffffffffL));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case 'c' -> push(new Pickled.Global(line() + "." + line()));
            case 0x93 -> { // STACK_GLOBAL
                List<Object> names = pop(2);
                push(new Pickled.Global((String) names.get(0) + "." + (String) names.get(1)));
            }
            case 'R' -> {
                List<Object> call = pop(2);
                push(calls.called((Pickled.Global) call.get(0), list(call.get(1))));
            }
            case 0x81 -> { // NEWOBJ
                List<Object> call = pop(2);
                push(calls.created((Pickled.Global) call.get(0)));
            }
            case 0x92 -> { // NEWOBJ_EX
                List<Object> call = pop(3);
                push(calls.created((Pickled.Global) call.get(0)));
            }
            case 'b' -> {
                Object state = pop();
                if (top() instanceof Pickled.Stub stub) {
                    stub.state = state;
                }
            }
            case 'Q' -> push(calls.stored(list(pop())));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What does not fit a long is nothing that a tensor needs. */
    private Object integer(int length) {
        byte[] bytes = raw(length);
        if (length > Long.BYTES) {
            return new Pickled.Stub("int");
        }
        long value = length > 0 && bytes[length - 1] < 0 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << Byte.SIZE | bytes[i] & 0xff;
        }
        return value;
    }

    private Object bytes(int length) {
        raw(length);
        return new Pickled.Stub("bytes");
    }

    private String text(int length) {
        return new String(raw(length), StandardCharsets.UTF_8);
    }

    private byte[] raw(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String line() {
        int start = in.position();
        while (in.get() != '\n') {
            // up to the end of the line
        }
        int end = in.position();
        in.position(start);
        String line = text(end - start - 1);
        in.position(end);
        return line;
    }

    private void append(List<Object> items) {
        if (top() instanceof ArrayList<?> list) {
            @SuppressWarnings("unchecked")
            List<Object> target = (List<Object>) list;
            target.addAll(items);
        } // a list that is not known here stays empty
    }

    private void put(List<Object> items) {
        if (top() instanceof Pickled.Dictionary dictionary) {
            for (int i = 0; i + 1 < items.size(); i += 2) {
                dictionary.put(items.get(i), items.get(i + 1));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private void push(Object value) {
        if (++pushed > MOST) {
            throw tooMany();
        }
        stack.add(value);
    }

    private void mark() {
        if (marks.size() >= MOST) {
            throw tooMany();
        }
        marks.add(stack.size());
    }

    private void remember(long index) {
        if (memo.size() >= MOST) {
            throw tooMany();
        }
        memo.put(index, top());
    }

    private static InvalidTensorFileException tooMany() {
        return new InvalidTensorFileException("the pickle has more than %d objects".formatted(MOST));
    }

    private Object remembered(long index) {
        if (!memo.containsKey(index)) {
            throw new InvalidTensorFileException("the pickle is truncated or damaged");
        }
        return memo.get(index);
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private List<Object> pop(int count) {
        return popFrom(stack.size() - count);
    }

    private List<Object> popMark() {
        return popFrom(marks.remove(marks.size() - 1));
    }

    private List<Object> popFrom(int start) {
        List<Object> top = stack.subList(start, stack.size());
        List<Object> popped = new ArrayList<>(top);
        top.clear();
        return popped;
    }
}
