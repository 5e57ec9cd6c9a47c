package io.coopserve.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch itself wrote: {@code src/test/resources/torch/make.py}. */
class TorchArchiveTest {
    private static final Path FILES = Path.of("src", "test", "resources", "torch");

    @ParameterizedTest
    @ValueSource(strings = {"script.pt", "trace.pt", "state_dict.pt"})
    void moduleHasTheSameTensorsHoweverItIsSaved(String name) {
        TensorFile file = TensorFile.open(FILES.resolve(name));
        assertEquals(Set.of("scale", "halves", "count", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias",
                "blocks.1.running_mean", "blocks.1.running_var", "blocks.1.num_batches_tracked"), file.names());
        assertArrayEquals(new float[]{0, 1, 2, 3, 4, 5}, file.tensor("scale").floats());
        assertArrayEquals(new float[]{0.5f, -2}, file.tensor("halves").floats());
        assertEquals(DType.F16, file.header("halves").type());
        assertArrayEquals(new long[]{5}, file.tensor("count").integers());
        assertArrayEquals(new long[0], file.header("count").shape());
        assertTrue(file.tensor("scale").data().isDirect(), "mapped, not copied");
    }

    @Test
    void viewsAreReadInOrder() {
        TensorFile file = TorchArchive.weights(FILES.resolve("views.pt"));
        assertArrayEquals(new float[]{0, 3, 1, 4, 2, 5}, file.tensor("transposed").floats());
        assertArrayEquals(new long[]{3, 2}, file.tensor("transposed").shape());
        assertArrayEquals(new float[]{1, 4}, file.tensor("column").floats());
        assertArrayEquals(new float[]{3, 4, 5}, file.tensor("row").floats());
        assertArrayEquals(new float[]{5}, file.tensor("scalar").floats());
        assertArrayEquals(new float[0], file.tensor("empty").floats());
        assertArrayEquals(new float[]{0, 1, 2, 3, 4, 5}, file.tensor("parameter").floats());
        assertArrayEquals(new float[]{1, -2.5f}, file.tensor("bfloat16").floats());
        assertArrayEquals(new float[]{0.1f}, file.tensor("float64").floats());
        assertArrayEquals(new long[]{-3}, file.tensor("int32").integers());
        assertArrayEquals(new long[]{1, 0}, file.tensor("bool").integers());
        assertTrue(!file.names().contains("complex"));
    }

    @Test
    void trainingCheckpointGivesItsTensorsAndNothingElse() {
        Path checkpoint = FILES.resolve("checkpoint.pt");
        TensorFile file = TorchArchive.checkpoint(checkpoint);
        assertEquals(Set.of("state_dict.ctx", "state_dict.token_prefix"), file.names());
        assertArrayEquals(new float[]{0, 1, 2, 3, 4, 5, 6, 7}, file.inside("state_dict.").tensor("ctx").floats());
        String refused = assertThrows(InvalidTensorFileException.class, () -> TorchArchive.weights(checkpoint)).getMessage();
        assertTrue(refused.contains("the pickle calls torch.optim.sgd.SGD"), refused);
    }

    @Test
    void formatOfOldIsNamed() {
        String message = assertThrows(InvalidTensorFileException.class, () -> TensorFile.open(FILES.resolve("before_1.6.pt")))
                .getMessage();
        assertTrue(message.contains("PyTorch before 1.6"), message);
    }

    @Test
    void viewThatRepeatsItsNumbersIsRefused() {
        String message = assertThrows(InvalidTensorFileException.class, () -> TensorFile.open(FILES.resolve("expanded.pt")))
                .getMessage();
        assertTrue(message.contains("tensor expanded does not lie inside its storage"), message);
    }
}
