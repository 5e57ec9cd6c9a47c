package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalSigmaTest {
    private final Tokenizer tokenizer = new Tokenizer(ModelFolder.of(ModelFolder.DEMO).json("tokenizer.json"));

    @ParameterizedTest
    @CsvSource({"ΟΔΥΣΣΕΥΣ,οδυσσευς", "ΦΩΣ-ΑΒ,φως-αβ", "ΑΣ_Β,ας_β", "ΑΣ.Β,ασ.β", "Α·Σ,α·ς", "Σ,σ", "2Σ,2σ"})
    void capitalSigmaIsLoweredAsPythonDoes(String capitals, String lowered) {
        assertArrayEquals(tokenizer.encode(lowered), tokenizer.encode(capitals));
    }
}
