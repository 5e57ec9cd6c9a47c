package io.coopserve.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

/** Copies of the embedded model, each spoiled in one way. */
enum BrokenModel {
    MISSING_TENSOR("visual_projection.weight") {
        @Override
        void spoil(Path folder) throws IOException {
            rewrite(folder, tensor -> tensor.name().equals(word) ? Stream.empty() : Stream.of(tensor));
        }
    },
    MISSHAPEN_TENSOR("position_embedding") {
        @Override
        void spoil(Path folder) throws IOException {
            rewrite(folder, tensor -> Stream.of(tensor.name().equals("text_model.embeddings.position_embedding.weight")
                    ? tensor.as(tensor.name(), tensor.shape()[0] / 2, tensor.shape()[1] * 2)
                    : tensor));
        }
    },
    TRUNCATED_WEIGHTS("model.safetensors") {
        @Override
        void spoil(Path folder) throws IOException {
            byte[] weights = Files.readAllBytes(folder.resolve(word));
            Files.write(folder.resolve(word), Arrays.copyOf(weights, weights.length / 2));
        }
    },
    UNKNOWN_ARCHITECTURE("siglip") {
        @Override
        void spoil(Path folder) throws IOException {
            edit(folder, "config.json", json -> json.replaceFirst("\"clip\"", "\"" + word + "\""));
        }
    },
    UNKNOWN_ACTIVATION("relu") {
        @Override
        void spoil(Path folder) throws IOException {
            edit(folder, "config.json", json -> json.replaceFirst("quick_gelu", word));
        }
    },
    INVALID_CONFIGURATION("config.json") {
        @Override
        void spoil(Path folder) throws IOException {
            edit(folder, word, json -> json.substring(0, json.length() / 2));
        }
    },
    MISSING_VOCABULARY("tokenizer.json") {
        @Override
        void spoil(Path folder) throws IOException {
            for (String file : List.of("tokenizer.json", "vocab.json", "merges.txt")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        }
    },
    EXTRA_TENSOR("logit_bias") {
        @Override
        void spoil(Path folder) throws IOException {
            rewrite(folder, tensor -> tensor.name().equals("logit_scale")
                    ? Stream.of(tensor, tensor.as(word, tensor.shape()))
                    : Stream.of(tensor));
        }
    },
    HUGE_SIZE("2147483647") {
        @Override
        void spoil(Path folder) throws IOException {
            edit(folder, "config.json", json -> json.replaceFirst("\"num_hidden_layers\": *\\d+", "\"num_hidden_layers\": "
                    + word));
        }
    },
    SHARD_OUTSIDE_THE_FOLDER("../model.safetensors") {
        @Override
        void spoil(Path folder) throws IOException {
            Files.delete(folder.resolve("model.safetensors"));
            Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"logit_scale\":\"" + word
                    + "\"}}");
        }
    },
    FORMAT_OF_OLD("PyTorch before 1.6") {
        @Override
        void spoil(Path folder) throws IOException {
            Files.delete(folder.resolve("model.safetensors"));
            Files.copy(Path.of("src", "test", "resources", "torch", "before_1.6.pt"), folder.resolve("pytorch_model.bin"));
        }
    },
    PICKLE_THAT_CALLS("torch.optim.sgd.SGD") {
        @Override
        void spoil(Path folder) throws IOException {
            Files.delete(folder.resolve("model.safetensors"));
            Files.copy(Path.of("src", "test", "resources", "torch", "checkpoint.pt"), folder.resolve("pytorch_model.bin"));
        }
    };

    private static final Path WHOLE = Path.of("src", "main", "resources", "demo-clip");

    /** What the one line of the log has to mention. */
    final String word;

    BrokenModel(String word) {
        this.word = word;
    }

    abstract void spoil(Path folder) throws IOException;

    /** @param folder an empty one */
    Path in(Path folder) {
        try (Stream<Path> files = Files.list(WHOLE)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
            spoil(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rewrite(Path folder, Function<Tensor, Stream<Tensor>> change) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Safetensors whole = Safetensors.read(Files.readAllBytes(file));
        List<Tensor> changed = whole.names().stream().map(whole::tensor).flatMap(change).toList();
        Files.write(file, Safetensors.write(changed, Map.of()));
    }

    private static void edit(Path folder, String file, UnaryOperator<String> change) throws IOException {
        Files.writeString(folder.resolve(file), change.apply(Files.readString(folder.resolve(file))));
    }
}
