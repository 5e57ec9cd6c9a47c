package io.coopserve.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Writes one object in parts. The object appears, if there is none yet, when the upload is completed; else nothing stays. */
record MultipartUpload(S3Client client, String bucket, String key) {
    /** @param part bytes of each part but the last; 5 MiB are the least that S3 takes */
    void create(byte[] content, int part, Map<String, String> metadata) {
        String upload = client.createMultipartUpload(request -> request.bucket(bucket).key(key).metadata(metadata)).uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (int from = 0; from < content.length; from += part) {
                parts.add(send(upload, parts.size() + 1,
                        RequestBody.fromRemainingByteBuffer(
                                ByteBuffer.wrap(content, from, Math.min(part, content.length - from)))));
            }
            client.completeMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload).ifNoneMatch("*")
                    .multipartUpload(completed -> completed.parts(parts)));
        } catch (RuntimeException | Error e) {
            abort(upload, e);
            throw e;
        }
    }

    private CompletedPart send(String upload, int number, RequestBody part) {
        UploadPartResponse sent = client.uploadPart(request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(
                number), part);
        return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    }

    private void abort(String upload, Throwable why) {
        try {
            client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            why.addSuppressed(e); // such as: S3 has it completed, and only the answer got lost
        }
    }
}
