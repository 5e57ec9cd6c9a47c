package io.coopserve.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The files that CLIP's vocabulary comes in. */
final class VocabularyFiles {
    private static final String IDS = "vocab.json";
    private static final String MERGES = "merges.txt";
    private static final String OFFICIAL = ".txt.gz";
    private static final int LARGEST = 8 << 20;

    private final ModelFolder folder;

    private VocabularyFiles(ModelFolder folder) {
        this.folder = folder;
    }

    /**
     * @param size number of tokens of the text tower: CLIP's own file has more merges than are used
     * @throws InvalidModelException if there is none, or it is not CLIP's
     */
    static Vocabulary read(ModelFolder folder, int size) {
        VocabularyFiles files = new VocabularyFiles(folder);
        if (folder.has(TokenizerFile.NAME)) {
            return TokenizerFile.read(folder.bytes(TokenizerFile.NAME));
        }
        if (folder.has(IDS) && folder.has(MERGES)) {
            return files.idsAndMerges();
        }
        List<String> official = folder.endingIn(OFFICIAL).stream().filter(name -> name.startsWith("bpe_simple_vocab")).toList();
        if (!official.isEmpty()) {
            return files.official(official.get(0), size);
        }
        throw new InvalidModelException(("%s: there is no vocabulary; %s, or %s and %s (Hugging Face's), or "
                + "bpe_simple_vocab_16e6.txt.gz (OpenAI's) has to lie beside the weights").formatted(folder, TokenizerFile.NAME,
                        IDS, MERGES));
    }

    private Vocabulary idsAndMerges() {
        Map<String, Integer> ids = new HashMap<>();
        folder.json(IDS).properties().forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        List<Vocabulary.Merge> merges = new String(folder.bytes(MERGES), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#version")).map(line -> Vocabulary.Merge.of(MERGES, line))
                .toList();
        return new Vocabulary(ids, merges);
    }

    /** CLIP's own: a line about the file, then merges, of which the first are used. */
    private Vocabulary official(String file, int size) {
        int count = size - Vocabulary.of(List.of()).ids().size();
        List<String> lines = unpacked(file).lines().limit(1 + Math.max(0, count)).toList();
        if (count < 0 || lines.size() <= count) {
            throw new InvalidModelException("%s has %d merges, the %d tokens of the text tower need %d".formatted(file, lines
                    .size() - 1, size, count));
        }
        List<Vocabulary.Merge> merges = lines.subList(1, 1 + count).stream().map(line -> Vocabulary.Merge.of(file, line))
                .toList();
        return Vocabulary.of(merges);
    }

    private String unpacked(String file) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(folder.bytes(file)))) {
            byte[] bytes = in.readNBytes(LARGEST);
            if (bytes.length == LARGEST) {
                throw new InvalidModelException("%s is larger than %d bytes unpacked".formatted(file, LARGEST));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidModelException("%s is truncated or not gzip".formatted(file), e);
        }
    }
}
