package io.coopserve.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;

import org.jboss.logging.Logger;

import io.coopserve.store.BackgroundThreads;
import io.coopserve.store.Heartbeats;
import io.coopserve.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;

/** This process as the others know it: by its name in leases, and by the signs of life that it shows while it holds runs. */
@ApplicationScoped
public class Replica {
    private static final Logger LOG = Logger.getLogger(Replica.class);
    private static final int BEATS_IN_A_LEASE = 3;
    /** How long it goes on to show signs of life after the last time that it was asked to, in leases. */
    private static final int LEASES = 3;
    /** Among what happens when the process ends: after the runs have stopped. */
    private static final int LAST = 5000;

    private final Heartbeats heartbeats;
    private final AdaptConfiguration configuration;
    private final String name = "%s-%d-%s".formatted(host(), ProcessHandle.current().pid(), UUID.randomUUID().toString()
            .substring(0, 8));
    private final ScheduledExecutorService timer = BackgroundThreads.timer(1, "heartbeat");
    private ScheduledFuture<?> beating;
    private long beat;
    private long asked;

    Replica(Heartbeats heartbeats, AdaptConfiguration configuration) {
        this.heartbeats = heartbeats;
        this.configuration = configuration;
    }

    /** Of a pod the name of it, but for what cannot stand in a key. */
    private static String host() {
        try {
            String host = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
            return host.substring(0, Math.min(host.length(), 64)).replaceAll("^-+", "");
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    public String name() {
        return name;
    }

    /** Shows signs of life from now on, the first before this returns, until nobody has asked for some time. */
    public synchronized void show() {
        asked = System.nanoTime();
        if (beating == null) {
            heartbeats.beat(name, ++beat);
            long interval = configuration.lease().toMillis() / BEATS_IN_A_LEASE;
            beating = timer.scheduleAtFixedRate(this::beat, interval, interval, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void beat() {
        try {
            if (System.nanoTime() - asked > LEASES * configuration.lease().toNanos()) {
                rest();
            } else {
                heartbeats.beat(name, ++beat);
            }
        } catch (StoreUnavailableException e) {
            LOG.debugf("No sign of life: %s", e.getMessage());
        }
    }

    private void rest() {
        beating.cancel(false);
        beating = null;
        heartbeats.farewell(name);
    }

    /** Says farewell, so that others take over at once what this replica has left. */
    synchronized void stop(@Observes(notifyObserver = Reception.IF_EXISTS) @Priority(LAST) ShutdownEvent event) {
        timer.shutdownNow();
        if (beating != null) {
            try {
                rest();
            } catch (StoreUnavailableException e) {
                LOG.debugf("No farewell: %s", e.getMessage());
            }
        }
    }
}
