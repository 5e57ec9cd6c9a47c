package io.coopserve.model.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

import org.jboss.logging.Logger;

/** Processes that share a cache download a file once. */
public final class DownloadLock {
    private static final Logger LOG = Logger.getLogger(DownloadLock.class);
    private static final long POLL_MILLIS = 200;

    private DownloadLock() {
    }

    /** Waits for a lock on a file; closing the channel ends it. */
    public static void await(FileChannel channel, String what) throws IOException, InterruptedException {
        for (boolean told = false; !isTaken(channel); told = true) {
            if (!told) {
                LOG.infof("%s is being downloaded by another process: waiting for it", what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process has it
        }
    }
}
