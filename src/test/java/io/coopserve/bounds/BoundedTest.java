package io.coopserve.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

class BoundedTest {
    @ConfigMapping(prefix = "bounds")
    interface Bounds {
        @WithConverter(Bounded.FromZero.class)
        @WithDefault("0")
        int zero();

        @WithConverter(Bounded.FromOne.class)
        @WithDefault("1")
        int one();

        @WithConverter(Bounded.FromTwo.class)
        @WithDefault("2")
        int two();

        @WithConverter(Bounded.Runs.class)
        @WithDefault("64")
        int runs();

        @WithConverter(Bounded.Images.class)
        @WithDefault("1024")
        int images();

        @WithConverter(Bounded.Pixels.class)
        @WithDefault("5000000000")
        long pixels();

        @WithConverter(Bounded.Delay.class)
        @WithDefault("0")
        Duration delay();

        @WithConverter(Bounded.Period.class)
        @WithDefault("1ms")
        Duration period();

        @WithConverter(Bounded.Lease.class)
        @WithDefault("100ms")
        Duration lease();

        @WithConverter(PrecisionName.OfServing.class)
        @WithDefault("auto")
        String serving();

        @WithConverter(PrecisionName.OfTraining.class)
        @WithDefault("fp32")
        String training();

        Optional<@WithConverter(Bounded.FromOne.class) Integer> maybe();
    }

    private static Bounds with(Map<String, String> values) {
        ConfigSource source = new PropertiesConfigSource(values, "test", 1);
        return new SmallRyeConfigBuilder().withMapping(Bounds.class).withSources(source).build().getConfigMapping(Bounds.class);
    }

    @Test
    void whatLiesOnABoundIsTaken() {
        Bounds bounds = with(Map.of());
        assertEquals(1024, bounds.images());
        assertEquals(5_000_000_000L, bounds.pixels());
        assertEquals(Duration.ofMillis(100), bounds.lease());
        assertEquals(Optional.empty(), bounds.maybe());
        assertEquals(Optional.of(7), with(Map.of("bounds.maybe", "7")).maybe());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zero | -1 | at least 0 is needed
            one | 0 | at least 1 is needed
            two | 1 | at least 2 is needed
            runs | 65 | at most 64 is possible
            images | 1025 | at most 1024 is possible
            pixels | 0 | at least 1 is needed
            delay | -1s | at least PT0S is needed
            period | 0 | at least PT0.001S is needed
            lease | 99ms | at least PT0.1S is needed
            maybe | 0 | at least 1 is needed
            serving | fp64 | it has to be one of auto, fp32, bf16, fp16
            training | fp16 | it has to be one of fp32, bf16
            one | many | For input string: "many"
            """)
    void whatLiesBeyondIsSaidWithItsNameAndTheBound(String key, String value, String complaint) {
        Exception e = assertThrows(RuntimeException.class, () -> with(Map.of("bounds." + key, value)));
        assertTrue(e.getMessage().contains("bounds." + key), e::getMessage);
        assertTrue(e.getMessage().contains(complaint), e::getMessage);
    }
}
