package io.coopserve.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jboss.logging.Logger;

/**
 * A store that takes nothing before it has proved that it keeps its promises, and that can be asked whether it is there as
 * often as one likes: it looks once in a few seconds. The log has a line when it goes and when it comes.
 */
final class VerifiedObjectStore implements ObjectStore {
    private static final Logger LOG = Logger.getLogger(VerifiedObjectStore.class);
    private static final long INTERVAL = Duration.ofSeconds(3).toNanos();
    /** A probe is not kept waiting for a storage that hangs: Kubernetes gives it a second. */
    private static final Duration PROBE = Duration.ofMillis(500);

    private static final String NOT_ASKED = "the storage has not answered yet";

    private final ObjectStore store;
    private final Conformance conformance;
    private final ExecutorService looks = BackgroundThreads.pool(1, "store-check");
    private volatile boolean verified;
    private volatile boolean unfit;
    private volatile String fault = NOT_ASKED;
    private volatile long looked = System.nanoTime() - INTERVAL;
    private CompletableFuture<Void> look = CompletableFuture.completedFuture(null);

    VerifiedObjectStore(ObjectStore store, Conformance conformance) {
        this.store = store;
        this.conformance = conformance;
    }

    /** Looks after the storage in the background, if it is time to. @return done when it has */
    synchronized CompletableFuture<Void> look() {
        if (look.isDone() && !unfit && System.nanoTime() - looked >= INTERVAL) {
            look = CompletableFuture.runAsync(this::lookNow, looks);
        }
        return look;
    }

    private void lookNow() {
        try {
            if (verified) {
                store.check();
            } else {
                verify();
            }
            found(null);
        } catch (StoreUnavailableException e) {
            found(e.getMessage());
        } catch (RuntimeException e) {
            found(e.toString());
        } finally {
            looked = System.nanoTime();
        }
    }

    private void verify() {
        Optional<String> broken = conformance.broken();
        unfit = broken.isPresent();
        verified = !unfit;
        if (unfit) {
            throw new StoreUnavailableException(
                    ("%s cannot be used: %s. What was published could get lost there, so this process "
                            + "stays not ready; use a store with conditional writes.").formatted(store, broken.get()),
                    null);
        }
    }

    private void found(String fault) {
        if (looks.isShutdown()) {
            return; // what a look finds while the storage is being closed says nothing
        }
        if (fault == null && this.fault != null) {
            LOG.infof("Storage is ready: %s", store);
        } else if (fault != null && (this.fault == null || this.fault.equals(NOT_ASKED))) {
            LOG.errorf("Storage is not ready: %s", fault);
        } else if (fault != null) {
            LOG.debugf("Storage is still not ready: %s", fault); // one fault has many words: refused, reset, timed out
        }
        this.fault = fault;
    }

    /** What was found last; not older than a few seconds, unless the storage hangs. */
    @Override
    public void check() {
        try {
            look().get(PROBE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // what was found before counts
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String found = fault;
        if (found != null) {
            throw new StoreUnavailableException(found, null);
        }
    }

    private ObjectStore writable() {
        if (!verified) {
            look().join();
            if (!verified) {
                throw new StoreUnavailableException(fault, null);
            }
        }
        return store;
    }

    @Override
    public boolean isAvailable() {
        look();
        return fault == null;
    }

    @Override
    public boolean create(ObjectKey key, byte[] content) {
        return writable().create(key, content);
    }

    @Override
    public Optional<byte[]> read(ObjectKey key) {
        return store.read(key);
    }

    @Override
    public List<String> list(ObjectKey folder) {
        return store.list(folder);
    }

    @Override
    public List<StoredObject> inventory(ObjectKey folder) {
        return store.inventory(folder);
    }

    @Override
    public void delete(ObjectKey key) {
        writable().delete(key);
    }

    @Override
    public void delete(Collection<ObjectKey> objects) {
        writable().delete(objects);
    }

    @Override
    public void sweep(Duration age) {
        writable().sweep(age);
    }

    @Override
    public void close() {
        looks.shutdownNow();
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
