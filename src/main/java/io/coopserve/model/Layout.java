package io.coopserve.model;

import java.util.List;

import io.coopserve.image.Preprocessing;
import io.coopserve.tensors.TensorFile;

/** How the files of a folder describe a CLIP. */
enum Layout {
    /** {@code config.json} and {@code preprocessor_config.json}. */
    HUGGING_FACE(List.of("model.safetensors")) {
        @Override
        ClipSizes sizes(ModelFolder folder, TensorFile weights) {
            return HuggingFaceConfiguration.sizes(folder.json(HuggingFaceConfiguration.FILE));
        }

        @Override
        Preprocessing preprocessing(ModelFolder folder, ClipSizes sizes) {
            return PreprocessorFile.read(folder.json("preprocessor_config.json"));
        }
    },
    /** Nothing but the tensors: OpenAI's own. */
    OFFICIAL(List.of()) {
        @Override
        ClipSizes sizes(ModelFolder folder, TensorFile weights) {
            return OfficialSizes.of(weights);
        }

        @Override
        Preprocessing preprocessing(ModelFolder folder, ClipSizes sizes) {
            return Preprocessing.official(sizes.imageSize());
        }
    };

    private final List<String> weightFiles;

    Layout(List<String> weightFiles) {
        this.weightFiles = weightFiles;
    }

    static Layout of(ModelFolder folder) {
        return folder.has(HuggingFaceConfiguration.FILE) ? HUGGING_FACE : OFFICIAL;
    }

    abstract ClipSizes sizes(ModelFolder folder, TensorFile weights);

    abstract Preprocessing preprocessing(ModelFolder folder, ClipSizes sizes);

    Checkpoint open(ModelFolder folder) {
        String file = weightFile(folder);
        TensorFile tensors = folder.tensors(file);
        ClipSizes sizes = sizes(folder, tensors);
        return new Checkpoint(sizes, preprocessing(folder, sizes), Vocabulary.from(folder.json("tokenizer.json")), ClipWeights
                .read(tensors, sizes), folder.stamp(List.of(file)));
    }

    private String weightFile(ModelFolder folder) {
        return folder.chosen().or(() -> weightFiles.stream().filter(folder::has).findFirst()).orElseGet(() -> only(folder));
    }

    private static String only(ModelFolder folder) {
        List<String> found = folder.endingIn(".safetensors");
        if (found.size() != 1) {
            throw new InvalidModelException(found.isEmpty()
                    ? "%s: there is no file of weights".formatted(folder)
                    : "%s: there are several files of weights (%s); name one of them in coop.clip.model".formatted(folder,
                            String
                                    .join(", ", found)));
        }
        return found.get(0);
    }
}
