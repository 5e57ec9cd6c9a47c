package io.coopserve.image;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenImage;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.tensors.Safetensors;

@ExtendWith(GoldenReport.class)
class PreprocessGoldenTest {
    private static final Decoding OFFICIAL = Decoding.official(Integer.MAX_VALUE);

    private final JsonNode golden = GoldenSet.current().json("preprocess.json");
    private final Safetensors bytes = GoldenSet.current().tensors("preprocess_u8.safetensors");
    private final Safetensors floats = GoldenSet.current().tensors("preprocess.safetensors");

    @Test
    void everyImageOfTheSetIsThereAtEverySide() {
        Set<String> keys = new TreeSet<>();
        golden.path("images").fieldNames().forEachRemaining(name -> golden.path("npx").forEach(side -> keys.add(name + "@"
                + side.asInt())));
        assertFalse(keys.isEmpty());
        assertEquals(keys, new TreeSet<>(bytes.names()));
    }

    @Test
    void picturesHaveTheSizesPillowSees() {
        assertAll(GoldenImage.all().stream().map(image -> () -> {
            Picture picture = new ImageDecoder(OFFICIAL, 1).decode(image.file(), decoded -> decoded);
            JsonNode size = golden.path("images").path(image.name()).path("size_wh");
            GoldenReport.exact("size of " + image.name(), new long[]{picture.width(), picture.height()},
                    new long[]{size.path(0).asLong(), size.path(1).asLong()});
        }));
    }

    @Test
    void resizedAndCroppedBytesAreThoseOfPillow() {
        assertAll(cases((image, side) -> {
            Picture cropped = ImagePreprocessor.cropped(GoldenPixels.picture(image), side, side);
            GoldenReport.exact("bytes of " + key(image, side), cropped.rgb(), expectedBytes(image, side));
        }));
    }

    /** JPEGs from the file itself: decoders may differ by a level or two. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decodedBytesAreCloseToThoseOfPillow(boolean systemLibraries) {
        assumeTrue(!systemLibraries || SystemCodecs.installed().jpeg() != null, "libjpeg-turbo is not installed");
        ImageDecoder decoder = new ImageDecoder(new Decoding(Integer.MAX_VALUE, false, false, systemLibraries), 1);
        assertAll(cases((image, side) -> {
            byte[] actual = decoder.decode(image.file(), picture -> ImagePreprocessor.cropped(picture, side, side).rgb());
            if (image.isJpeg()) {
                GoldenReport.within("decoded bytes of " + key(image, side), actual, expectedBytes(image, side), 2, 0.999);
            } else {
                GoldenReport.exact("decoded bytes of " + key(image, side), actual, expectedBytes(image, side));
            }
        }));
    }

    @Test
    void normalisedPixelsAreThoseOfTheOfficialTransform() {
        assertAll(cases((image, side) -> {
            String key = key(image, side);
            float[] expected = floats.names().contains(key)
                    ? floats.tensor(key).floats()
                    : normalised(expectedBytes(image, side));
            GoldenReport.exact("pixels of " + key, GoldenPixels.of(preprocessor(side), image), expected);
        }));
    }

    private interface Case {
        void run(GoldenImage image, int side);
    }

    private Stream<Executable> cases(Case comparison) {
        return GoldenImage.all().stream().flatMap(image -> StreamSupport.stream(golden.path("npx").spliterator(), false)
                .map(side -> () -> comparison.run(image, side.asInt())));
    }

    private static String key(GoldenImage image, int side) {
        return image.name() + "@" + side;
    }

    private byte[] expectedBytes(GoldenImage image, int side) {
        byte[] expected = new byte[side * side * 3];
        bytes.tensor(key(image, side)).data().get(expected);
        return expected;
    }

    /** The set's mean and deviation, for sides other than the model's. */
    private ImagePreprocessor preprocessor(int side) {
        return new ImagePreprocessor(new Preprocessing(side, side, triple("mean"), triple("std")), OFFICIAL);
    }

    private float[] triple(String name) {
        JsonNode values = golden.path(name);
        return new float[]{(float) values.path(0).asDouble(), (float) values.path(1).asDouble(), (float) values.path(2)
                .asDouble()};
    }

    /** What FORMAT.md says of the pixels that it does not store. */
    private float[] normalised(byte[] rgb) {
        int plane = rgb.length / 3;
        float[] pixels = new float[rgb.length];
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / plane;
            float mean = (float) golden.path("mean").path(channel).asDouble();
            float deviation = (float) golden.path("std").path(channel).asDouble();
            pixels[i] = ((rgb[i % plane * 3 + channel] & 0xff) / 255f - mean) / deviation;
        }
        return pixels;
    }
}
