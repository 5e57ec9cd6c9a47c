package io.coopserve.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.coopserve.tensors.TensorFile;

/**
 * Where a file keeps one weight.
 *
 * @param tensors that, stacked along the first axis, are the weight
 * @param transposed whether the only one holds the transpose
 */
public record WeightSource(List<String> tensors, boolean transposed) {

    /** How the tensors of a file are called. */
    enum Naming {
        OPENAI {
            @Override
            WeightSource of(String weight) {
                return new WeightSource(List.of(weight), false);
            }
        },
        HUGGING_FACE {
            @Override
            WeightSource of(String weight) {
                return huggingFace(weight);
            }
        };

        /** A tensor that every file of this naming has, and whose name ends like no other. */
        private String landmark() {
            return of("ln_final.weight").tensors.get(0);
        }

        /** @param weight OpenAI's name */
        abstract WeightSource of(String weight);

        /** @throws InvalidModelException if the tensors are no CLIP's */
        static Naming in(TensorFile file) {
            return Stream.of(values()).filter(naming -> file.names().contains(naming.landmark())).findFirst().orElseThrow(
                    () -> new InvalidModelException(
                            ("the weights are not a CLIP's: there is neither %s (OpenAI's and open_clip's "
                                    + "name) nor %s (Hugging Face's)").formatted(OPENAI.landmark(), HUGGING_FACE.landmark())));
        }
    }

    /**
     * The tensors of a CLIP without what training puts before their names, such as {@code state_dict.module.}.
     *
     * @throws InvalidModelException if there are those of several
     */
    static TensorFile withoutPrefix(TensorFile file) {
        Set<String> prefixes = new TreeSet<>();
        for (Naming naming : Naming.values()) {
            file.names().stream().filter(name -> name.equals(naming.landmark()) || name.endsWith("." + naming.landmark()))
                    .forEach(name -> prefixes.add(name.substring(0, name.length() - naming.landmark().length())));
        }
        if (prefixes.size() > 1) {
            throw new InvalidModelException("the file holds %d models, under %s".formatted(prefixes.size(), prefixes.stream()
                    .limit(3).collect(Collectors.joining("', '", "'", "'"))));
        }
        return prefixes.isEmpty() ? file : file.inside(prefixes.iterator().next());
    }

    private static final Pattern BLOCK = Pattern.compile("(visual\\.)?transformer\\.resblocks\\.(\\d+)\\.(.*)");

    /** OpenAI's names to Hugging Face's, in one place; where there is none, the weight is not in such files. */
    public static WeightSource huggingFace(String weight) {
        Matcher block = BLOCK.matcher(weight);
        if (block.matches()) {
            return inBlock((block.group(1) == null ? "text_model" : "vision_model") + ".encoder.layers." + block.group(2) + ".",
                    block.group(3));
        }
        return switch (weight) {
            case "token_embedding.weight" -> plain("text_model.embeddings.token_embedding.weight");
            case "positional_embedding" -> plain("text_model.embeddings.position_embedding.weight");
            case "ln_final.weight", "ln_final.bias" -> plain(weight.replace("ln_final", "text_model.final_layer_norm"));
            case "text_projection" -> new WeightSource(List.of("text_projection.weight"), true);
            case "visual.class_embedding" -> plain("vision_model.embeddings.class_embedding");
            case "visual.conv1.weight" -> plain("vision_model.embeddings.patch_embedding.weight");
            case "visual.positional_embedding" -> plain("vision_model.embeddings.position_embedding.weight");
            case "visual.ln_pre.weight", "visual.ln_pre.bias" -> plain(weight.replace("visual.ln_pre",
                    "vision_model.pre_layrnorm")); // spelled so
            case "visual.ln_post.weight", "visual.ln_post.bias" -> plain(weight.replace("visual.ln_post",
                    "vision_model.post_layernorm"));
            case "visual.proj" -> new WeightSource(List.of("visual_projection.weight"), true);
            default -> plain(weight);
        };
    }

    private static WeightSource inBlock(String layer, String part) {
        if (part.startsWith("attn.in_proj_")) {
            String kind = part.substring("attn.in_proj_".length());
            return new WeightSource(Stream.of("q", "k", "v").map(projection -> layer + "self_attn." + projection + "_proj."
                    + kind).toList(), false);
        }
        return plain(layer + part.replace("attn.", "self_attn.").replace("ln_", "layer_norm").replace("mlp.c_fc", "mlp.fc1")
                .replace("mlp.c_proj", "mlp.fc2"));
    }

    private static WeightSource plain(String tensor) {
        return new WeightSource(List.of(tensor), false);
    }
}
