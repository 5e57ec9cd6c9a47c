package io.coopserve.demo.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.coopserve.image.Preprocessing;
import io.coopserve.model.ClipSizes;
import io.coopserve.model.Vocabulary;
import io.coopserve.tensors.Tensor;

/**
 * A CLIP in the files that transformers and this service read, all but its card. The same model gives the same bytes,
 * wherever and whenever they are written.
 *
 * @param vocabulary as many tokens as the sizes say; that of the end of a text is the last
 * @param weights in single precision or less, by OpenAI's names and in OpenAI's layout
 */
public record HuggingFaceFolder(ClipSizes sizes, Preprocessing preprocessing, Vocabulary vocabulary,
        Map<String, Tensor> weights) {

    /**
     * Writes the files, the weights in half precision.
     *
     * @param folder made if there is none; files of the same names are replaced
     * @throws IllegalArgumentException if the parts do not fit together; nothing is written then
     */
    public void write(Path folder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("config.json", ConfigurationFiles.configuration(sizes, vocabulary));
        texts.put("preprocessor_config.json", ConfigurationFiles.preprocessing(preprocessing));
        texts.putAll(TokenizerFiles.of(vocabulary, sizes.contextLength()));
        byte[] tensors = HuggingFaceWeights.file(sizes, weights);
        Files.createDirectories(folder);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(folder.resolve(text.getKey()), text.getValue());
        }
        Files.write(folder.resolve("model.safetensors"), tensors);
    }
}
