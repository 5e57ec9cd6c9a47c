package io.coopserve.tensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The zips of {@code torch.save} and {@code torch.jit.save}, entries stored at multiples of 64 bytes. */
public final class TorchForge {
    private static final int ALIGNMENT = 64;

    private TorchForge() {
    }

    /** {@code torch.save} of a state dict in dictionaries: {@code {"state_dict": {prefix + name: tensor}}}. */
    public static byte[] stateDict(List<Tensor> tensors, String prefix, String... around) {
        PickleForge pickle = new PickleForge();
        for (String key : around) {
            pickle.raw('}').text("epoch").number(3).raw('s').text(key);
        }
        pickle.global("collections", "OrderedDict").raw(')', 'R', '(');
        for (int i = 0; i < tensors.size(); i++) {
            pickle.text(prefix + tensors.get(i).name()).tensor(tensors.get(i), String.valueOf(i));
        }
        pickle.raw('u');
        for (int i = 0; i < around.length; i++) {
            pickle.raw('s');
        }
        return zip("archive", pickle.stop(), tensors);
    }

    /** {@code torch.jit.save} of modules in modules that are called as the names of the tensors say. */
    public static byte[] script(List<Tensor> tensors) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            String[] path = tensors.get(i).name().split("\\.");
            Map<String, Object> module = root;
            for (int depth = 0; depth < path.length - 1; depth++) {
                module = module(module, path[depth]);
            }
            module.put(path[path.length - 1], i);
        }
        PickleForge pickle = new PickleForge();
        module(pickle, root, tensors);
        return zip("script", pickle.stop(), tensors);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> module(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.computeIfAbsent(name, none -> new LinkedHashMap<String, Object>());
    }

    @SuppressWarnings("unchecked")
    private static void module(PickleForge pickle, Map<String, Object> module, List<Tensor> tensors) {
        pickle.global("__torch__.clip.model", "Module").raw(')', 0x81, '}', '(').text("training").raw(0x89).text("hook").raw(
                'N');
        module.forEach((name, value) -> {
            pickle.text(name);
            if (value instanceof Integer index) {
                pickle.tensor(tensors.get(index), String.valueOf(index));
            } else {
                module(pickle, (Map<String, Object>) value, tensors);
            }
        });
        pickle.raw('u', 'b');
    }

    static byte[] zip(String root, byte[] pickle, List<Tensor> tensors) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(root + "/data.pkl", pickle);
        for (int i = 0; i < tensors.size(); i++) {
            ByteBuffer data = tensors.get(i).data();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            entries.put(root + "/data/" + i, bytes);
        }
        entries.put(root + "/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip(entries);
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.getValue().length);
                CRC32 sum = new CRC32();
                sum.update(content.getValue());
                entry.setCrc(sum.getValue());
                int unaligned = bytes.size() + 30 + content.getKey().length() + 4;
                int padding = (ALIGNMENT - unaligned % ALIGNMENT) % ALIGNMENT;
                byte[] extra = new byte[4 + padding];
                extra[0] = 'F';
                extra[1] = 'B';
                extra[2] = (byte) padding;
                entry.setExtra(extra);
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
                zip.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
