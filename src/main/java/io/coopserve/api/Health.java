package io.coopserve.api;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

import io.coopserve.classify.ImageEncoder;
import io.coopserve.clip.FrozenClip;
import io.coopserve.store.ObjectStore;
import io.coopserve.store.StoreUnavailableException;

/** What the probes ask. Nothing here tells about tenants. */
final class Health {
    @Produces
    @Singleton
    @Liveness
    HealthCheck imageTower(ImageEncoder encoder) {
        return () -> check("image-tower", encoder.isAlive());
    }

    @Produces
    @Singleton
    @Startup
    HealthCheck loaded(FrozenClip model) {
        return () -> check("clip", model.isReady());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck model(FrozenClip model) {
        return () -> check("clip", model.isReady());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck storage(ObjectStore store) {
        return () -> {
            try {
                store.check();
                return check("store", true);
            } catch (StoreUnavailableException e) {
                return check("store", false);
            }
        };
    }

    private static HealthCheckResponse check(String name, boolean up) {
        return HealthCheckResponse.named(name).status(up).build();
    }
}
