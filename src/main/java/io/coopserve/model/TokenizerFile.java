package io.coopserve.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

/**
 * Hugging Face's {@code tokenizer.json}, read as it comes: as a tree of objects, its 100,000 strings would take longer than
 * anything else of a model.
 */
final class TokenizerFile {
    static final String NAME = "tokenizer.json";
    /** The names of fields are the vocabulary here: 49,408 different ones, which it does not help to intern. */
    private static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).disable(
            JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

    private static final int USUAL = 1 << 17; // places for the 49,408 tokens of CLIP

    private final JsonParser in;
    private final Map<String, Integer> ids = new HashMap<>(USUAL);
    private final List<Vocabulary.Merge> merges = new ArrayList<>();
    private String wordEnd = "";

    private TokenizerFile(JsonParser in) {
        this.in = in;
    }

    /** @throws InvalidModelException if it is not JSON, or not CLIP's */
    static Vocabulary read(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            TokenizerFile file = new TokenizerFile(parser);
            parser.nextToken();
            file.root();
            if (!file.wordEnd.equals(Vocabulary.WORD_END)) {
                throw new InvalidModelException("%s is not CLIP's: the word end %s is needed".formatted(NAME,
                        Vocabulary.WORD_END));
            }
            return new Vocabulary(file.ids, file.merges);
        } catch (JsonProcessingException e) {
            throw new InvalidModelException("%s is not valid JSON: %s".formatted(NAME, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void root() throws IOException {
        for (begin(JsonToken.START_OBJECT); nextField();) {
            switch (in.currentName()) {
                case "added_tokens" -> addedTokens();
                case "model" -> model();
                default -> in.skipChildren();
            }
        }
    }

    private void model() throws IOException {
        for (begin(JsonToken.START_OBJECT); nextField();) {
            switch (in.currentName()) {
                case "vocab" -> vocabulary();
                case "merges" -> merges();
                case "end_of_word_suffix" -> wordEnd = text();
                default -> in.skipChildren();
            }
        }
    }

    private void vocabulary() throws IOException {
        for (begin(JsonToken.START_OBJECT); nextField();) {
            ids.put(in.currentName(), number());
        }
    }

    private void addedTokens() throws IOException {
        for (begin(JsonToken.START_ARRAY); nextElement();) {
            String content = "";
            int id = -1;
            for (begin(JsonToken.START_OBJECT); nextField();) {
                switch (in.currentName()) {
                    case "content" -> content = text();
                    case "id" -> id = number();
                    default -> in.skipChildren();
                }
            }
            ids.put(content, id);
        }
    }

    /** Older files: {@code "a b"}; newer ones: {@code ["a", "b"]}. */
    private void merges() throws IOException {
        for (begin(JsonToken.START_ARRAY); nextElement();) {
            if (in.currentToken() == JsonToken.VALUE_STRING) {
                merges.add(Vocabulary.Merge.of(NAME, text()));
                continue;
            }
            List<String> pair = new ArrayList<>();
            for (begin(JsonToken.START_ARRAY); nextElement();) {
                pair.add(text());
            }
            merges.add(Vocabulary.Merge.of(NAME, String.join(" ", pair)));
        }
    }

    private void begin(JsonToken start) throws IOException {
        if (in.currentToken() != start) {
            throw wrong(start.asString());
        }
    }

    /** Moves to the value of the next field, or to the end of the object. */
    private boolean nextField() throws IOException {
        return in.nextToken() == JsonToken.FIELD_NAME && in.nextToken() != null;
    }

    private boolean nextElement() throws IOException {
        return in.nextToken() != JsonToken.END_ARRAY;
    }

    private int number() throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("a number");
        }
        return in.getIntValue();
    }

    private String text() throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("a string");
        }
        return in.getText();
    }

    private InvalidModelException wrong(String expected) {
        return new InvalidModelException("%s: %s was expected in line %d, column %d".formatted(NAME, expected, in
                .currentTokenLocation().getLineNr(), in.currentTokenLocation().getColumnNr()));
    }
}
