package io.coopserve.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.coopserve.image.Preprocessing;
import io.coopserve.tensors.TensorFile;

/** How the files of a folder describe a CLIP. */
enum Layout {
    /** {@code config.json} and {@code preprocessor_config.json}. */
    HUGGING_FACE(List.of("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
            "pytorch_model.bin.index.json")) {
        @Override
        boolean isDescribedIn(ModelFolder folder) {
            return folder.has(HuggingFaceConfiguration.FILE) && (!OPEN_CLIP.isDescribedIn(folder) || HuggingFaceConfiguration
                    .isClip(folder.json(HuggingFaceConfiguration.FILE)));
        }

        @Override
        ClipSizes sizes(ModelFolder folder, TensorFile weights) {
            return HuggingFaceConfiguration.sizes(folder.json(HuggingFaceConfiguration.FILE));
        }

        @Override
        Preprocessing preprocessing(ModelFolder folder, ClipSizes sizes) {
            return PreprocessorFile.read(folder.json(PreprocessorFile.FILE));
        }
    },
    /** {@code open_clip_config.json}, of open_clip and timm. */
    OPEN_CLIP(List.of("open_clip_model.safetensors", "open_clip_model.safetensors.index.json", "open_clip_pytorch_model.bin")) {
        @Override
        boolean isDescribedIn(ModelFolder folder) {
            return folder.has(OpenClipConfiguration.FILE);
        }

        @Override
        ClipSizes sizes(ModelFolder folder, TensorFile weights) {
            return OpenClipConfiguration.sizes(folder, weights);
        }

        @Override
        Preprocessing preprocessing(ModelFolder folder, ClipSizes sizes) {
            return OpenClipConfiguration.preprocessing(folder.json(OpenClipConfiguration.FILE), sizes);
        }
    },
    /** Nothing but the tensors: OpenAI's own. */
    OFFICIAL(List.of()) {
        @Override
        boolean isDescribedIn(ModelFolder folder) {
            return true;
        }

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

    /** A folder may have the files of two: then the weights that are there decide, or those that were asked for. */
    static Layout of(ModelFolder folder) {
        List<Layout> described = Stream.of(values()).filter(layout -> layout.isDescribedIn(folder)).toList();
        return described.stream().filter(layout -> layout.weightFile(folder).isPresent()).findFirst().orElse(described.get(0));
    }

    abstract boolean isDescribedIn(ModelFolder folder);

    abstract ClipSizes sizes(ModelFolder folder, TensorFile weights);

    abstract Preprocessing preprocessing(ModelFolder folder, ClipSizes sizes);

    Checkpoint open(ModelFolder folder) {
        String file = folder.chosen().or(() -> weightFile(folder)).orElseGet(() -> only(folder));
        TensorFile tensors = folder.tensors(file);
        TensorFile weights = WeightSource.withoutPrefix(tensors);
        ClipSizes sizes = sizes(folder, weights);
        return new Checkpoint(folder, sizes, preprocessing(folder, sizes), ClipWeights.read(weights, sizes), folder.stamp(file,
                tensors));
    }

    /** The file of weights that goes by the name this layout gives it. */
    private Optional<String> weightFile(ModelFolder folder) {
        return weightFiles.stream().filter(folder.chosen().<Predicate<String>>map(chosen -> chosen::equals).orElse(folder::has))
                .findFirst();
    }

    private static String only(ModelFolder folder) {
        List<String> found = folder.endingIn(".safetensors", ".pt", ".pth", ".bin");
        if (found.isEmpty()) {
            throw new InvalidModelException(
                    ("%s: there are no weights; a CLIP is a folder with model.safetensors and config.json "
                            + "(Hugging Face), open_clip_model.safetensors and open_clip_config.json (open_clip), or one .pt or "
                            + ".safetensors (OpenAI)").formatted(folder));
        }
        if (found.size() > 1) {
            throw new InvalidModelException("%s: there are several files of weights (%s); name one of them in coop.clip.model"
                    .formatted(folder, found.stream().limit(5).collect(Collectors.joining(", "))));
        }
        return found.get(0);
    }
}
