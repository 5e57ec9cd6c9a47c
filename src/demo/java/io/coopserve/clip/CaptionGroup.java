package io.coopserve.clip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Captions of about the same length that go through the tower together, so that little of it is padding. */
final class CaptionGroup {
    private final long[][] captions; // of the whole batch
    private final List<Integer> members; // their numbers in it
    private final int longest;

    private CaptionGroup(long[][] captions, List<Integer> members) {
        this.captions = captions;
        this.members = members;
        this.longest = members.stream().mapToInt(member -> captions[member].length).max().orElseThrow();
    }

    /** All captions of a batch, shortest first. */
    static List<CaptionGroup> of(long[][] captions, int size) {
        List<Integer> sorted = IntStream.range(0, captions.length).boxed().sorted(Comparator.comparing(i -> captions[i].length))
                .toList();
        List<CaptionGroup> groups = new ArrayList<>();
        for (int from = 0; from < captions.length; from += size) {
            groups.add(new CaptionGroup(captions, sorted.subList(from, Math.min(from + size, captions.length))));
        }
        return groups;
    }

    int size() {
        return members.size();
    }

    int longest() {
        return longest;
    }

    /** Token ids, (G · longest), zero behind the ends. */
    long[] tokens() {
        long[] tokens = new long[size() * longest];
        for (int i = 0; i < size(); i++) {
            long[] caption = captions[members.get(i)];
            System.arraycopy(caption, 0, tokens, i * longest, caption.length);
        }
        return tokens;
    }

    /** Where texts end, as rows of all tokens. */
    long[] ends() {
        return IntStream.range(0, size()).mapToLong(i -> (long) i * longest + captions[members.get(i)].length - 1).toArray();
    }

    /** Puts rows of the group, (G, e), where they are in the batch's, (B, e). */
    void scatter(float[] rows, float[] all) {
        int width = rows.length / size();
        for (int i = 0; i < size(); i++) {
            System.arraycopy(rows, i * width, all, members.get(i) * width, width);
        }
    }

    /** The group's rows, (G, e), of the batch's, (B, e). */
    float[] gather(float[] all) {
        int width = all.length / captions.length;
        float[] rows = new float[size() * width];
        for (int i = 0; i < size(); i++) {
            System.arraycopy(all, members.get(i) * width, rows, i * width, width);
        }
        return rows;
    }
}
