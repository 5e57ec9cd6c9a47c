package io.coopserve.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts what a zip says it holds, without believing or keeping any of it. */
final class ZipDirectory {
    /** How every entry of a directory begins. Where the directory is can be lied about; that it is made of these cannot. */
    private static final int ENTRY = 'P' << 24 | 'K' << 16 | 1 << 8 | 2;

    private ZipDirectory() {
    }

    /** Whether there may be more entries; the library would read them all into memory before the first can be counted. */
    static boolean hasMoreThan(int most, Path zip) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int entries = 0;
        int last = 0; // the last four bytes
        try (InputStream in = Files.newInputStream(zip)) {
            for (int read = in.read(buffer); read >= 0 && entries <= most; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    last = last << 8 | buffer[i] & 0xff;
                    entries += last == ENTRY ? 1 : 0;
                }
            }
        }
        return entries > most;
    }
}
