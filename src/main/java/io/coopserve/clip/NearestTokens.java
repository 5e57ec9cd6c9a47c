package io.coopserve.clip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.coopserve.torch.Torch;

/**
 * The tokens whose embeddings are nearest to learned context vectors (CoOp, section 4.3): what may be guessed of their meaning.
 */
public final class NearestTokens {
    private final Torch torch;
    private final Tokenizer tokenizer;
    private final TextTower tower;
    private final int width;

    NearestTokens(Torch torch, Tokenizer tokenizer, TextTower tower, int width) {
        this.torch = torch;
        this.tokenizer = tokenizer;
        this.tower = tower;
        this.width = width;
    }

    /**
     * @param context (M, d) in row-major order
     * @param count tokens wanted for each vector
     * @return of each vector the tokens as the vocabulary spells them (the end of a word is a part of it) and their Euclidean
     *         distances, by rising distance
     */
    public List<Map<String, Float>> of(float[] context, int count) {
        int vectors = context.length / width;
        float[] distances = torch.inference(() -> tower.distances(torch.array(context, vectors, width)).toFloatArray()); // (M, V)
        int tokens = distances.length / vectors;
        List<Map<String, Float>> nearest = new ArrayList<>();
        for (int m = 0; m < vectors; m++) {
            int row = m * tokens;
            Map<String, Float> words = new LinkedHashMap<>();
            IntStream.range(0, tokens).boxed().sorted((a, b) -> Float.compare(distances[row + a], distances[row + b]))
                    .limit(count)
                    .forEach(token -> words.put(tokenizer.symbol(token), distances[row + token]));
            nearest.add(words);
        }
        return nearest;
    }
}
