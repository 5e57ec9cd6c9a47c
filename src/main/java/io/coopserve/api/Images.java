package io.coopserve.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.multipart.FileUpload;

import io.coopserve.dataset.UploadLimits;
import io.coopserve.store.FileBytes;

/** Images in the three forms in which requests carry them, within the limits. */
@ApplicationScoped
class Images {
    private final int most;
    private final long bytes;

    Images(RequestLimits requests, UploadLimits uploads) {
        this.most = requests.images();
        this.bytes = uploads.imageBytes().asLongValue();
    }

    /** The body is the image. */
    List<byte[]> raw(InputStream body) {
        try {
            return List.of(body.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The form has parts named {@code image}. */
    List<byte[]> parts(List<FileUpload> parts) {
        checkCount(parts == null ? 0 : parts.size(), "The form has no part named \"image\".");
        List<byte[]> images = new ArrayList<>();
        for (FileUpload part : parts) {
            if (part.uploadedFile() == null) {
                throw BadRequest.malformed("A part named \"image\" is no file.");
            }
            checkSize(part.size());
            try {
                images.add(FileBytes.read(part.uploadedFile()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return images;
    }

    /** The JSON has base64 strings. */
    List<byte[]> base64(List<String> encoded) {
        checkCount(encoded == null ? 0 : encoded.size(), "images is missing or empty: give base64 strings.");
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < encoded.size(); i++) {
            try {
                images.add(Base64.getMimeDecoder().decode(encoded.get(i) == null ? "" : encoded.get(i)));
            } catch (IllegalArgumentException e) {
                throw BadRequest.malformed("images[%d] is not base64.".formatted(i));
            }
            checkSize(images.get(i).length);
        }
        return images;
    }

    private void checkCount(int count, String whenNone) {
        if (count == 0) {
            throw BadRequest.malformed(whenNone);
        }
        if (count > most) {
            throw BadRequest.tooLarge("There are %d images; at most %d are taken in one request.".formatted(count, most));
        }
    }

    private void checkSize(long size) {
        if (size > bytes) {
            throw BadRequest.tooLarge("An image has more than the %d bytes that are allowed.".formatted(bytes));
        }
    }
}
