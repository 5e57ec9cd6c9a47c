package io.coopserve.demo.model;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.model.Vocabulary;

/** A vocabulary in the files that Hugging Face's two tokenizers read: one for the fast, the others for the slow. */
final class TokenizerFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** CLIP's steps, as Hugging Face writes them. Pairs of merges in one string are read by all releases. */
    private static final String FAST = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [
            {"id": %s, "special": true, "content": "<|startoftext|>", "single_word": false, "lstrip": false, "rstrip": false, \
            "normalized": true},
            {"id": %s, "special": true, "content": "<|endoftext|>", "single_word": false, "lstrip": false, "rstrip": false, \
            "normalized": true}],
            "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, \
            {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}, {"type": "Lowercase"}]},
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": \
            {"Regex": "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}, \
            "behavior": "Removed", "invert": true}, \
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true}]},
            "post_processor": {"type": "RobertaProcessing", "sep": ["<|endoftext|>", %s], "cls": ["<|startoftext|>", %s], \
            "trim_offsets": false, "add_prefix_space": false},
            "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true},
            "model": {"type": "BPE", "dropout": null, "unk_token": "<|endoftext|>", "continuing_subword_prefix": "", \
            "end_of_word_suffix": "</w>", "fuse_unk": false, "vocab": %s, "merges": %s}}
            """;
    private static final String SPECIAL = """
            {
              "bos_token": {"content": "<|startoftext|>", %1$s},
              "eos_token": {"content": "<|endoftext|>", %1$s},
              "pad_token": "<|endoftext|>",
              "unk_token": {"content": "<|endoftext|>", %1$s}%2$s
            }
            """;
    private static final String PLAIN = "\"lstrip\": false, \"normalized\": true, \"rstrip\": false, \"single_word\": false";
    private static final String SETTINGS = """
            ,
              "add_prefix_space": false,
              "do_lower_case": true,
              "errors": "replace",
              "model_max_length": %s,
              "tokenizer_class": "CLIPTokenizer\"""";

    private TokenizerFiles() {
    }

    /** Their texts, by name. */
    static Map<String, String> of(Vocabulary vocabulary, int contextLength) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("vocab.json", ids(vocabulary) + "\n");
        List<String> merges = vocabulary.merges().stream().map(merge -> merge.left() + " " + merge.right()).toList();
        files.put("merges.txt", merges.stream().map(merge -> merge + "\n").collect(Collectors.joining("", "#version: 0.2\n",
                "")));
        int start = vocabulary.ids().get(Vocabulary.START);
        int end = vocabulary.ids().get(Vocabulary.END);
        files.put("tokenizer.json", FAST.formatted(start, end, end, start, ids(vocabulary), json(merges)));
        files.put("tokenizer_config.json", SPECIAL.formatted("\"__type\": \"AddedToken\", " + PLAIN, SETTINGS.formatted(
                contextLength)));
        files.put("special_tokens_map.json", SPECIAL.formatted(PLAIN, ""));
        return files;
    }

    private static String ids(Vocabulary vocabulary) {
        Map<String, Integer> inOrder = new LinkedHashMap<>();
        vocabulary.ids().entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(entry -> inOrder.put(entry.getKey(),
                entry.getValue()));
        return json(inOrder);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
