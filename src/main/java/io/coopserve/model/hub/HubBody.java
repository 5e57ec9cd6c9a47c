package io.coopserve.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read as it comes; reading fails when nothing comes for too long, which the JDK's own stream does
 * not notice.
 */
final class HubBody extends InputStream implements BodySubscriber<InputStream> {
    /** What a subscriber is told: bytes, an error, or, with neither, the end. */
    private record Signal(List<ByteBuffer> bytes, Throwable error) {}

    private final Duration silence;
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> bytes = new ArrayDeque<>();
    private boolean ended;

    HubBody(Duration silence) {
        this.silence = silence;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription made) {
        subscription.complete(made);
        made.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        signals.add(new Signal(item, null));
    }

    @Override
    public void onError(Throwable error) {
        signals.add(new Signal(null, error));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(null, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (bytes.isEmpty() && !ended) {
            await();
        }
        if (bytes.isEmpty()) {
            return -1;
        }
        ByteBuffer first = bytes.peek();
        int count = Math.min(length, first.remaining());
        first.get(to, offset, count);
        if (!first.hasRemaining()) {
            bytes.remove();
        }
        return count;
    }

    private void await() throws IOException {
        Signal signal;
        try {
            signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        if (signal == null) {
            throw new HttpTimeoutException("nothing came for %d s".formatted(silence.toSeconds()));
        }
        if (signal.error != null) {
            throw new IOException(signal.error.getMessage(), signal.error);
        }
        if (signal.bytes == null) {
            ended = true;
            return;
        }
        signal.bytes.stream().filter(ByteBuffer::hasRemaining).forEach(bytes::add);
        subscription.join().request(1);
    }

    /** Ends the connection if there is more to come. */
    @Override
    public void close() {
        subscription.thenAccept(Subscription::cancel);
    }
}
