package io.coopserve.dataset;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import io.coopserve.image.ImagePreprocessor;
import io.coopserve.image.InvalidImageException;

/**
 * Decodes the images of one archive, a few at a time on a pool, to find those that cannot be. Of several that are bad the first
 * one is named, whichever is found first.
 */
final class ImageChecks implements AutoCloseable {
    private final ImagePreprocessor preprocessor;
    private final long mostPixels;
    private final Executor pool;
    private final int atOnce;
    private final Semaphore free;
    private int begun;
    private int badNumber = Integer.MAX_VALUE;
    private RuntimeException bad;
    private long pixels;

    /**
     * @param mostPixels that all images may have together
     * @param atOnce images in memory
     */
    ImageChecks(ImagePreprocessor preprocessor, long mostPixels, Executor pool, int atOnce) {
        this.preprocessor = preprocessor;
        this.mostPixels = mostPixels;
        this.pool = pool;
        this.atOnce = atOnce;
        this.free = new Semaphore(atOnce);
    }

    /**
     * Waits only while many are being decoded.
     *
     * @throws InvalidDatasetException if an earlier one is bad
     */
    void add(String path, byte[] content) {
        if (isBad()) {
            await();
        }
        free.acquireUninterruptibly();
        int number = begun++;
        pool.execute(() -> {
            try {
                count(preprocessor.check(content));
            } catch (InvalidImageException e) {
                found(number, new InvalidDatasetException("The entry \"%s\" cannot be used. %s".formatted(path, e
                        .getMessage())));
            } catch (RuntimeException e) {
                found(number, e);
            } catch (Error e) {
                found(number, new IllegalStateException("an image could not be decoded", e));
            } finally {
                free.release();
            }
        });
    }

    private synchronized void count(long of) {
        pixels += of;
        if (pixels > mostPixels) {
            throw new ArchiveTooLargeException("The archive has more than the %d pixels that are allowed for its size."
                    .formatted(mostPixels));
        }
    }

    private synchronized void found(int number, RuntimeException what) {
        if (number < badNumber) {
            badNumber = number;
            bad = what;
        }
    }

    private synchronized boolean isBad() {
        return bad != null;
    }

    /** @throws InvalidDatasetException if one is bad */
    void await() {
        close();
        synchronized (this) {
            if (bad != null) {
                throw bad;
            }
        }
    }

    /** Waits for those that are being decoded. */
    @Override
    public void close() {
        free.acquireUninterruptibly(atOnce);
        free.release(atOnce);
    }
}
