package io.coopserve.prompt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Tensor;
import io.coopserve.tensors.TensorFile;
import io.coopserve.tensors.TorchCheckpoint;

/**
 * {@code prompt_learner/model.pth.tar-N} of the official code of CoOp and CoCoOp. Of its {@code state_dict} the context and the
 * meta-network are read; {@code token_prefix} and {@code token_suffix} follow from class names, and the pickled optimiser and
 * scheduler are never made.
 *
 * @param context as shape says
 * @param shape (M, d), or (K, M, d) if each class has its own
 * @param metaNet only CoCoOp's has one
 */
public record OfficialCheckpoint(float[] context, long[] shape, Optional<MetaNet> metaNet) {
    private static final String CONTEXT = "ctx";
    private static final List<String> ROOTS = List.of("state_dict.", "state_dict.module.", "");

    /**
     * The checkpoint of a prompt: {@code ctx} and, of CoCoOp's, the meta-network. The official code loads it with its own
     * {@code token_prefix} and {@code token_suffix}.
     *
     * @throws InvalidTensorFileException if the prompt has no context
     */
    public static byte[] write(LearnedPrompt prompt) {
        List<Tensor> state = new ArrayList<>();
        state.add(LearnedContext.of(prompt).orElseThrow(() -> new InvalidTensorFileException(
                "a prompt without a learned context is no checkpoint of CoOp or CoCoOp")).tensor(CONTEXT));
        if (prompt instanceof Conditional conditional) {
            state.addAll(conditional.metaNet().tensors());
        }
        return TorchCheckpoint.write(state, 1);
    }

    /** @throws InvalidTensorFileException if the file is damaged or has no context */
    public static OfficialCheckpoint read(Path file) {
        TensorFile archive = TensorFile.checkpoint(file);
        TensorFile state = ROOTS.stream().map(archive::inside).filter(tensors -> tensors.names().contains(CONTEXT)).findFirst()
                .orElseThrow(
                        () -> new InvalidTensorFileException(("this is no checkpoint of CoOp or CoCoOp: its state_dict has no "
                                + "tensor \"%s\"").formatted(CONTEXT)));
        Tensor context = state.tensor(CONTEXT);
        long[] shape = context.shape();
        if (shape.length < 2 || shape.length > 3 || context.elements() == 0) {
            throw new InvalidTensorFileException(
                    "tensor %s has the shape %s; a context is (M, d) or (K, M, d)".formatted(CONTEXT,
                            Arrays.toString(shape)));
        }
        boolean conditional = MetaNet.NAMES.stream().anyMatch(state.names()::contains);
        return new OfficialCheckpoint(context.floats(), shape, conditional ? Optional.of(MetaNet.of(state)) : Optional.empty());
    }
}
