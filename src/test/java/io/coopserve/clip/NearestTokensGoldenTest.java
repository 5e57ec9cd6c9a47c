package io.coopserve.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;

@ExtendWith(GoldenReport.class)
class NearestTokensGoldenTest {
    /** Official distances are by way of a product: nearer ones may be in another order. */
    private static final double APART = 2e-4;
    private static final GoldenSet SET = GoldenSet.current();
    private static final JsonNode GOLDEN = SET.json("interpret.json");

    static Stream<String> runs() {
        return GOLDEN.path("runs").propertyStream().map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void nearestTokensAreThoseOfTheOfficialInterpretation(String run) {
        Clip clip = GoldenModel.of(SET.json("coop/%s.json".formatted(run)).path("backbone").asText()).clip();
        JsonNode rows = GOLDEN.path("runs").path(run);
        float[] context = SET.tensors("coop/%s.safetensors".formatted(run)).tensor("final.ctx").floats();
        List<Map<String, Float>> nearest = clip.nearestTokens().of(context, GOLDEN.path("topk").asInt());
        GoldenReport.exact(run + " vectors", new long[]{nearest.size()}, new long[]{rows.size()});
        for (JsonNode row : rows) {
            String name = "%s nearest tokens of vector %s".formatted(run, row.path("position"));
            Map<String, Float> actual = nearest.get(row.path("position").asInt() - 1);
            float[] exact = floats(row.path("distance_exact"));
            Arrays.sort(exact); // they are in the official order
            GoldenReport.close("forward", name, floats(actual.values()), exact, GoldenFeatures.TOLERANCE);
            GoldenReport.exact(name, misplaced(actual, row, exact), new long[0]);
        }
    }

    /** Ranks at which the official token is another one that is not as near. */
    private static long[] misplaced(Map<String, Float> actual, JsonNode row, float[] exact) {
        List<String> words = GoldenFeatures.strings(row.path("words"));
        double next = exact[exact.length - 1] + row.path("gap_to_next").asDouble(); // the first that is none of the nearest
        return IntStream.range(0, exact.length).filter(rank -> {
            Float distance = actual.get(words.get(rank));
            return Math.abs((distance == null ? next : distance) - exact[rank]) > APART;
        }).asLongStream().toArray();
    }

    private static float[] floats(JsonNode array) {
        return floats(array.valueStream().map(value -> (float) value.asDouble()).toList());
    }

    private static float[] floats(Iterable<Float> values) {
        List<Float> all = new ArrayList<>();
        values.forEach(all::add);
        float[] floats = new float[all.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = all.get(i);
        }
        return floats;
    }
}
