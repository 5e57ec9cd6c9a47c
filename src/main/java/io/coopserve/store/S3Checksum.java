package io.coopserve.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What S3 says the content of an object sums up to.
 *
 * @param value in base 64
 */
record S3Checksum(ChecksumAlgorithm algorithm, String value) {
    private static final int CHUNK = 1 << 16;

    /** The checksum of the whole object, if it was stored with one; a sum over sums of parts is of no use. */
    static Optional<S3Checksum> of(HeadObjectResponse object) {
        if (object.checksumType() == ChecksumType.COMPOSITE) {
            return Optional.empty();
        }
        return Map.<ChecksumAlgorithm, Optional<String>>of(DefaultChecksumAlgorithm.SHA256, Optional.ofNullable(object
                .checksumSHA256()), DefaultChecksumAlgorithm.SHA1, Optional.ofNullable(object.checksumSHA1()),
                DefaultChecksumAlgorithm.CRC64NVME, Optional.ofNullable(object.checksumCRC64NVME()),
                DefaultChecksumAlgorithm.CRC32C, Optional.ofNullable(object.checksumCRC32C()),
                DefaultChecksumAlgorithm.CRC32, Optional.ofNullable(object.checksumCRC32())).entrySet().stream()
                .flatMap(sum -> sum.getValue().map(value -> new S3Checksum(sum.getKey(), value)).stream()).filter(
                        sum -> !sum.value.contains("-"))
                .findFirst();
    }

    /** Whether a file has the content. */
    boolean matches(Path file) throws IOException {
        SdkChecksum sum = algorithm == DefaultChecksumAlgorithm.CRC64NVME
                ? new Crc64Nvme()
                : SdkChecksum.forAlgorithm(algorithm);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int length; (length = in.read(chunk)) >= 0;) {
                sum.update(chunk, 0, length);
            }
        }
        return Base64.getEncoder().encodeToString(sum.getChecksumBytes()).equals(value);
    }
}
