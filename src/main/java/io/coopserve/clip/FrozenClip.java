package io.coopserve.clip;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.coopserve.image.Decoding;
import io.coopserve.image.ImageConfiguration;
import io.coopserve.image.PixelLimit;
import io.coopserve.model.InvalidModelException;
import io.coopserve.model.ModelFolder;
import io.coopserve.model.ModelSources;
import io.coopserve.torch.NativeMemory;
import io.coopserve.torch.UnknownDeviceException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;

/**
 * The one CLIP of this process. It is loaded once, beside the start of the HTTP server, and is there for use only after it
 * has answered a warm-up. A model that cannot be served ends the process with exit code 1 and one line.
 */
@ApplicationScoped
public class FrozenClip {
    private static final Logger LOG = Logger.getLogger(FrozenClip.class);
    private static final long MANNERS_MILLIS = 2000;
    /** By then Java has compiled what loading and the warm-up ran, and holds no memory for it any more. */
    private static final long BREATH_SECONDS = 3;

    private final ModelConfiguration configuration;
    private final ModelSources sources;
    private final PixelLimit limit;
    private final ImageConfiguration images;
    private final AtomicReference<Clip> ready = new AtomicReference<>();
    private final Thread loader = new Thread(this::work, "clip-loader");
    private final CountDownLatch loaded = new CountDownLatch(1); // or failed
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.FETCHING);
    private volatile ModelFolder files;
    private volatile double loadSeconds = Double.NaN;

    /** Fetching may take long and can be broken off; loading is short and cannot. */
    private enum Stage {
        FETCHING, LOADING, STOPPED
    }

    FrozenClip(ModelConfiguration configuration, ModelSources sources, PixelLimit limit, ImageConfiguration images) {
        this.configuration = configuration;
        this.sources = sources;
        this.limit = limit;
        this.images = images;
        loader.setDaemon(true); // a read that does not notice the interrupt must not keep the process
    }

    void start(@Observes StartupEvent event) {
        loader.start();
    }

    private void work() {
        load();
        loaded.countDown();
        Clip clip = ready.get();
        if (clip != null) {
            settle(clip);
        }
    }

    /** What can wait until those who have waited for the start have their answers. */
    private void settle(Clip clip) {
        try {
            if (!stopping.await(BREATH_SECONDS, TimeUnit.SECONDS)) {
                clip.textEncoder().encode(List.of("a photo of a dog."));
                NativeMemory.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load() {
        try {
            files = sources.open(configuration.model(), configuration.cacheDir());
            if (!stage.compareAndSet(Stage.FETCHING, Stage.LOADING)) {
                return;
            }
            long start = System.nanoTime();
            Clip clip = another(configuration.device(), configuration.precision());
            clip.warmUp();
            loadSeconds = (System.nanoTime() - start) / 1e9;
            LOG.infof("CLIP %s ready in %.1f s: %s, fingerprint %.12s", configuration.model(), loadSeconds, clip.description(),
                    clip.fingerprint());
            if (clip.torch().isSlowIn(clip.precision())) {
                LOG.warnf(
                        "coop.clip.precision=%s: this device has no instructions for it and takes many times as long as in fp32",
                        clip.precision());
            }
            ready.set(clip);
        } catch (InterruptedException e) {
            LOG.debug("the download of the model was broken off");
        } catch (InvalidModelException | UnknownDeviceException e) {
            end(() -> LOG.errorf("The model '%s' cannot be served: %s", configuration.model(), e.getMessage()));
        } catch (RuntimeException | Error e) {
            end(() -> LOG.errorf(e, "The model '%s' cannot be loaded", configuration.model()));
        }
    }

    /** Ends the process, unless it is ending already: then what failed is what was taken away from the loader. */
    private void end(Runnable complaint) {
        if (stage.get() != Stage.STOPPED) {
            complaint.run();
            Quarkus.asyncExit(1);
        }
    }

    /** Loads the files once more, on a device and in a precision of choice, to compare with; close it. */
    public Clip another(String device, String precision) {
        Decoding decoding = new Decoding(limit.pixels(), images.exifOrientation(), images.jpegScaling(),
                images.systemLibraries());
        return Clip.load(files,
                new Clip.Options(device, configuration.threads(), precision, decoding,
                        configuration.cacheDir()));
    }

    /** @throws ModelNotReadyException while it is being loaded */
    public Clip clip() {
        Clip clip = ready.get();
        if (clip == null) {
            throw new ModelNotReadyException();
        }
        return clip;
    }

    /**
     * Waits until it is loaded.
     *
     * @throws ModelNotReadyException if it cannot be loaded; then this process ends
     */
    public Clip await() {
        try {
            loaded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return clip();
    }

    public boolean isReady() {
        return ready.get() != null;
    }

    /** Seconds from the start of loading, the files being here, to the warm-up's answer; NaN before. */
    public double loadSeconds() {
        return loadSeconds;
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping.countDown();
        if (stage.compareAndSet(Stage.FETCHING, Stage.STOPPED)) {
            loader.interrupt();
            loader.join(MANNERS_MILLIS);
            return;
        }
        loader.join();
        Clip clip = ready.getAndSet(null);
        if (clip != null) {
            clip.close();
        }
    }
}
