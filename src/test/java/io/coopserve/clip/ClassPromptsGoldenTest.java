package io.coopserve.clip;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;
import io.coopserve.torch.Torch;

@ExtendWith(GoldenReport.class)
class ClassPromptsGoldenTest {
    private static final GoldenSet SET = GoldenSet.current();

    static Stream<String> trajectories() {
        return SET.trajectories("coop").stream();
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void promptsAreAssembledAsTheOfficialLearnerDoes(String trajectory) {
        JsonNode settings = SET.json(trajectory + ".json");
        Safetensors tensors = SET.tensors(trajectory + ".safetensors");
        Clip clip = GoldenModel.of(settings.path("backbone").asText()).clip();
        TextEncoder encoder = clip.textEncoder();
        List<String> names = settings.path("class_names").valueStream().map(JsonNode::asText).toList();
        Tensor context = tensors.tensor("init.ctx"); // (M, d) or (K, M, d)
        ContextLayout layout = SET.layout(trajectory);
        int length = layout.length();
        ClassPrompts prompts = encoder.classPrompts(layout, names);

        Tensor tokens = tensors.tensor("tokenized_prompts"); // (K, 77), the context as placeholders
        int contextLength = (int) tokens.shape()[1];
        long[] expected = tokens.integers();
        String words = settings.path("ctx_init").asText("");
        for (int k = 0; k < names.size(); k++) {
            long[] row = Tokenizer.padded(prompts.sequences().get(k), contextLength);
            for (int i = 1; i <= length && !words.isEmpty(); i++) {
                row[i] = expected[k * contextLength + i]; // the words themselves, which the learned context replaces
            }
            GoldenReport.exact(trajectory + " tokens of " + names.get(k), row, Arrays.copyOfRange(expected, k
                    * contextLength, (k + 1) * contextLength));
        }

        Torch torch = clip.torch();
        int width = encoder.width();
        PackedPrompts packed = prompts.packed();
        float[] rows = torch.inference(() -> prompts.assemble(torch.array(context.floats(), 1, layout.vectors(
                names.size()), width)).toFloatArray());
        float[] all = tensors.tensor("init_prompts").floats(); // (K, 77, d); positions after an end are never assembled
        for (int k = 0; k < names.size(); k++) {
            int[] order = rowsOf(packed, k);
            float[] assembled = new float[order.length * width];
            for (int i = 0; i < order.length; i++) {
                System.arraycopy(rows, order[i] * width, assembled, i * width, width);
            }
            GoldenReport.exact(trajectory + " init_prompts of " + names.get(k), assembled, Arrays.copyOfRange(all, k
                    * contextLength * width, k * contextLength * width + assembled.length));
        }
        GoldenReport.close("forward", trajectory + " init_text_features", torch.inference(() -> prompts.features(context
                .floats()).toFloatArray()), tensors.tensor("init_text_features").floats(), 2e-5);
    }

    /** The rows of a prompt, from its first element to its end-of-text token. */
    private static int[] rowsOf(PackedPrompts packed, int k) {
        int[] rest = IntStream.iterate(packed.ends()[k], row -> row >= 0, row -> packed.parents()[row]).toArray();
        int[] rows = IntStream.range(0, packed.beginning() + rest.length).toArray();
        for (int i = 0; i < rest.length; i++) {
            rows[rows.length - 1 - i] = rest[i];
        }
        return rows;
    }
}
