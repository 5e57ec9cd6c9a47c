package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.coopserve.model.Checkpoint;
import io.coopserve.model.ModelFolder;

class FinalSigmaTest {
    private final Tokenizer tokenizer = new Tokenizer(Checkpoint.open(ModelFolder.of(ModelFolder.DEMO)).vocabulary());

    @ParameterizedTest
    @CsvSource({"ΟΔΥΣΣΕΥΣ,οδυσσευς", "ΦΩΣ-ΑΒ,φως-αβ", "ΑΣ_Β,ας_β", "ΑΣ.Β,ασ.β", "Α·Σ,α·ς", "Σ,σ", "2Σ,2σ"})
    void capitalSigmaIsLoweredAsPythonDoes(String capitals, String lowered) {
        assertArrayEquals(tokenizer.encode(lowered), tokenizer.encode(capitals));
    }
}
