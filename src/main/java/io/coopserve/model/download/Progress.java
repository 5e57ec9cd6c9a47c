package io.coopserve.model.download;

import java.util.Locale;

import org.jboss.logging.Logger;

/** Tells the log how a file comes in: at every tenth of it, but not more often than each second, and at least every 5 s. */
final class Progress {
    private static final Logger LOG = Logger.getLogger(Progress.class);
    private static final double SELDOM = 5;
    private static final double OFTEN = 1;

    private final String name;
    private final long size;
    private final long before;
    private final long start = System.nanoTime();
    private long told;
    private double toldAt;

    /** @param before bytes that an earlier attempt brought */
    Progress(String name, long size, long before) {
        this.name = name;
        this.size = size;
        this.before = before;
        this.told = before;
    }

    void at(long position) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double since = seconds - toldAt;
        if (position == size || since >= SELDOM || since >= OFTEN && position - told >= size / 10) {
            told = position;
            toldAt = seconds;
            LOG.infof("%s: %s of %s (%d %%), %s/s", name, amount(position), amount(size), size == 0
                    ? 100
                    : 100 * position / size, amount(Math.max(0, position - before) / seconds));
        }
    }

    /** In the unit that it is large in, of 1000. */
    static String amount(double bytes) {
        return bytes < 1e6
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
