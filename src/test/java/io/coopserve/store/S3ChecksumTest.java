package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class S3ChecksumTest {
    @TempDir
    Path folder;

    private static HeadObjectResponse object(String algorithm, String sum) {
        HeadObjectResponse.Builder object = HeadObjectResponse.builder().checksumType(ChecksumType.FULL_OBJECT);
        HeadObjectResponse.Builder summed = switch (algorithm) {
            case "CRC32" -> object.checksumCRC32(sum);
            case "CRC32C" -> object.checksumCRC32C(sum);
            case "CRC64NVME" -> object.checksumCRC64NVME(sum);
            case "SHA1" -> object.checksumSHA1(sum);
            default -> object.checksumSHA256(sum);
        };
        return summed.build();
    }

    /** The check values that the algorithms' catalogues give for 123456789. */
    @ParameterizedTest
    @CsvSource({"CRC32, cbf43926", "CRC32C, e3069283", "CRC64NVME, ae8b14860a799888",
            "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
            "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"})
    void contentIsComparedWithWhatS3Says(String algorithm, String digits) throws Exception {
        S3Checksum sum = S3Checksum.of(object(algorithm, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digits))))
                .orElseThrow();
        assertTrue(sum.matches(Files.writeString(folder.resolve("same"), "123456789")));
        assertFalse(sum.matches(Files.writeString(folder.resolve("other"), "123456780")));
    }

    @Test
    void sumsOfPartsAreOfNoUse() {
        assertEquals(Optional.empty(), S3Checksum.of(HeadObjectResponse.builder().checksumType(ChecksumType.COMPOSITE)
                .checksumSHA256("abc=").build()));
        assertEquals(Optional.empty(), S3Checksum.of(HeadObjectResponse.builder().checksumCRC32("abc=-3").build()));
        assertEquals(Optional.empty(), S3Checksum.of(HeadObjectResponse.builder().build()));
    }
}
