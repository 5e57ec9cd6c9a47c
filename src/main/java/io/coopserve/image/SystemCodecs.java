package io.coopserve.image;

import java.util.function.Function;

import com.sun.jna.NativeLibrary;

/**
 * Decoders of the node that Pillow uses too: exact where Java's differ by some levels, and quicker. Each is optional.
 *
 * @param jpeg libjpeg-turbo, or null
 * @param webp libwebp, or null
 */
record SystemCodecs(TurboJpeg jpeg, LibWebp webp) {
    static final SystemCodecs NONE = new SystemCodecs(null, null);

    private static final class Installed {
        private static final SystemCodecs CODECS = find();

        private static SystemCodecs find() {
            return new SystemCodecs(load("turbojpeg", TurboJpeg::new), load("webp", LibWebp::new));
        }

        private static <T> T load(String name, Function<NativeLibrary, T> codec) {
            try {
                return codec.apply(NativeLibrary.getInstance(name));
            } catch (LinkageError e) { // not there, or without what is called, or JNA cannot load its own
                return null;
            }
        }
    }

    /** What this node has; looked for once. */
    static SystemCodecs installed() {
        return Installed.CODECS;
    }
}
