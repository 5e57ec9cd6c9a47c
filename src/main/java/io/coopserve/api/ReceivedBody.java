package io.coopserve.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** A body on its way. When it is whole its request goes on; when that is over, nothing of it is left. */
final class ReceivedBody {
    private final Vertx vertx;
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final BodyLimit limit;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean whole;
    private volatile boolean over;
    private Buffer bytes;
    private boolean ended;
    private volatile AsyncFile out;
    private volatile String file;
    private volatile InputStream stream;

    ReceivedBody(Vertx vertx, RoutingContext context, BodyLimit limit) {
        this.vertx = vertx;
        this.context = context;
        this.request = context.request();
        this.limit = limit;
        context.addEndHandler(end -> forget());
    }

    /** Receives it in memory. */
    void keep() {
        request.body().onSuccess(body -> {
            bytes = body;
            goOn();
        });
        request.resume();
    }

    /** Receives it in a temporary file. */
    void store() {
        if (request.isEnded()) {
            bytes = Buffer.buffer();
            goOn();
            return;
        }
        request.pause();
        request.handler(this::append).endHandler(end -> {
            ended = true;
            finish();
        });
        vertx.fileSystem().createTempFile("coop-body", "").compose(path -> {
            file = path;
            return vertx.fileSystem().open(path, new OpenOptions().setWrite(true));
        }).onSuccess(opened -> {
            out = opened;
            if (over) {
                forget();
            } else {
                finish();
                request.resume();
            }
        }).onFailure(context::fail);
    }

    private void append(Buffer chunk) {
        if (over) {
            return; // who is refused may go on sending for a moment
        }
        if (request.bytesRead() > limit.bytes()) {
            limit.problem().send(context);
            return;
        }
        out.write(chunk);
        if (out.writeQueueFull()) {
            request.pause();
            out.drainHandler(empty -> request.resume());
        }
    }

    private void finish() {
        if (ended && out != null && !over) {
            close().onComplete(closed -> goOn());
        }
    }

    private void goOn() {
        if (!over) {
            whole = true;
            context.next();
        }
    }

    /** Closing twice is an error to Vert.x. */
    private Future<Void> close() {
        return out != null && closed.compareAndSet(false, true) ? out.close() : Future.succeededFuture();
    }

    /** Whether all of it is there. */
    boolean isWhole() {
        return whole;
    }

    /** From its start. */
    InputStream stream() {
        if (bytes != null) {
            return new ByteArrayInputStream(bytes.getBytes());
        }
        try {
            stream = new BodyStream(Path.of(file));
        } catch (IOException e) {
            throw BodyStream.closed(); // the file is gone
        }
        return stream;
    }

    private void forget() {
        over = true;
        close();
        if (file != null) {
            vertx.fileSystem().delete(file);
        }
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // it was only read
        }
    }
}
