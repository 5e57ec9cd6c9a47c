package io.coopserve.store;

import java.nio.ByteBuffer;

import software.amazon.awssdk.checksums.SdkChecksum;

/**
 * CRC-64/NVME (NVM Express NVM Command Set Specification, 5.2.1.3.4), what S3 sums up by default. The SDK has it in a native
 * library of its own only.
 */
final class Crc64Nvme implements SdkChecksum {
    private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L; // its bits reversed
    private static final long[] TABLE = table();

    private long register = -1;

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            table[i] = value;
        }
        return table;
    }

    @Override
    public void update(int b) {
        register = TABLE[(int) (register ^ b) & 0xff] ^ register >>> 8;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            update(bytes[i]);
        }
    }

    @Override
    public long getValue() {
        return ~register;
    }

    @Override
    public byte[] getChecksumBytes() {
        return ByteBuffer.allocate(Long.BYTES).putLong(getValue()).array();
    }

    @Override
    public void reset() {
        register = -1;
    }

    @Override
    public void mark(int limit) {
        throw new UnsupportedOperationException();
    }
}
