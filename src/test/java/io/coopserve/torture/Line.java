package io.coopserve.torture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** How clients reach a replica. It waits longer than any freeze lasts, so that an answer that does not come is a death. */
final class Line {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration
            .ofSeconds(10)).build();

    /** Keeps what has come even if the rest does not. */
    private static final class Received implements HttpResponse.BodySubscriber<byte[]> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

        @Override
        public CompletableFuture<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public synchronized void onNext(List<ByteBuffer> buffers) {
            buffers.forEach(buffer -> {
                byte[] block = new byte[buffer.remaining()];
                buffer.get(block);
                bytes.writeBytes(block);
            });
        }

        @Override
        public void onError(Throwable e) {
            whole.completeExceptionally(e);
        }

        @Override
        public void onComplete() {
            whole.complete(soFar());
        }

        synchronized byte[] soFar() {
            return bytes.toByteArray();
        }
    }

    Answer send(Replica replica, String request, Map<String, String> headers, byte[] body) {
        String[] parts = request.split(" ");
        HttpRequest.Builder builder = HttpRequest.newBuilder(replica.base().resolve(parts[1])).method(parts[0],
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(builder::header);
        Received received = new Received();
        AtomicInteger status = new AtomicInteger();
        AtomicReference<String> eTag = new AtomicReference<>("");
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(builder.build(), head -> {
            status.set(head.statusCode());
            head.headers().firstValue("ETag").ifPresent(tag -> eTag.set(tag.replace("\"", "")));
            return received;
        });
        try {
            answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(Answer.Fate.ANSWERED, status.get(), eTag.get(), received.soFar());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Answer(Answer.Fate.LATE, 0, "", received.soFar());
        } catch (ExecutionException | CompletionException e) {
            boolean sent = !(e.getCause() instanceof ConnectException || e
                    .getCause() instanceof HttpConnectTimeoutException);
            return new Answer(sent ? Answer.Fate.LOST : Answer.Fate.NOT_SENT, 0, "", received.soFar());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Answer.Fate.LATE, 0, "", received.soFar());
        }
    }

    Answer get(Replica replica, String path) {
        return send(replica, "GET " + path, Map.of(), new byte[0]);
    }

    /** A form with one file. */
    Answer form(Replica replica, String path, byte[] file) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.write(("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\nContent-Type: "
                + "application/octet-stream\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        form.write(file);
        form.write("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        return send(replica, "POST " + path, Map.of("Content-Type", "multipart/form-data; boundary=x"), form.toByteArray());
    }
}
