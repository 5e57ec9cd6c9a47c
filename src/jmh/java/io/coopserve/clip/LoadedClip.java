package io.coopserve.clip;

import jakarta.enterprise.inject.Vetoed;

/** A CLIP that is there already, for those who wait for the one that the service loads. */
@Vetoed // of what it extends, a service has one
public final class LoadedClip extends FrozenClip {
    private final Clip clip;

    public LoadedClip(Clip clip) {
        super(null, null, null, null); // it loads nothing
        this.clip = clip;
    }

    @Override
    public Clip clip() {
        return clip;
    }
}
