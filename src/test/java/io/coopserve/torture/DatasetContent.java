package io.coopserve.torture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.coopserve.api.SampleData;
import io.coopserve.store.ContentHash;

/**
 * What is uploaded as a data set.
 *
 * @param sha256 of its content, worked out here and not by the service
 */
record DatasetContent(byte[] archive, String sha256) {
    private static final SampleData ALL = SampleData.of("texture");
    private static final List<String> CLASSES = List.of("striped", "dotted", "checkered", "brick");

    /** Two or three classes with a few images each; enough for two shots. */
    static DatasetContent drawn(Dice dice) {
        List<String> classes = new ArrayList<>(CLASSES);
        while (classes.size() > 3) {
            classes.remove(dice.between(0, classes.size() - 1));
        }
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : classes) {
            take(files, "train/" + name + "/", dice.between(2, 4), dice);
            take(files, "test/" + name + "/", dice.between(1, 2), dice);
        }
        SampleData chosen = new SampleData(files);
        return new DatasetContent(chosen.zip(), digest(classes.stream().sorted().toList(), files));
    }

    private static void take(Map<String, byte[]> files, String folder, int count, Dice dice) {
        List<String> paths = new ArrayList<>(ALL.where(path -> path.startsWith(folder)).files().keySet());
        for (int i = 0; i < count; i++) {
            String path = paths.remove(dice.between(0, paths.size() - 1));
            files.put(path, ALL.files().get(path));
        }
    }

    private static String digest(List<String> classes, Map<String, byte[]> files) {
        StringBuilder text = new StringBuilder();
        for (String name : classes) {
            text.append(name).append('\n').append(hashes(files, "train/" + name + "/")).append('\n').append(hashes(files,
                    "test/" + name + "/")).append('\n');
        }
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> hashes(Map<String, byte[]> files, String folder) {
        return files.entrySet().stream().filter(file -> file.getKey().startsWith(folder)).map(file -> ContentHash.of(file
                .getValue())).toList();
    }
}
