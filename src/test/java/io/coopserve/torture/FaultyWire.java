package io.coopserve.torture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before an HTTP server and spoils a few exchanges in a hundred. Every exchange has a connection of its own: the server
 * is asked to close it, which no signature covers.
 */
final class FaultyWire implements AutoCloseable {
    private static final int PERCENT = 4;
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    /** What can happen to an exchange. */
    private enum Fault {
        RESET_BEFORE, ANSWER_LOST, STALL, LATE_ANSWER, TRICKLE, CUT_REQUEST, CUT_ANSWER, SLOW_DOWN, ERROR_AFTER_ALL
    }

    private final URI server;
    private final Dice dice;
    private final ServerSocket listener;
    private final ExecutorService pool = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-wire");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean calm;

    FaultyWire(URI server, Dice dice) throws IOException {
        this.server = server;
        this.dice = dice;
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        pool.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int faults() {
        return faults.get();
    }

    void calm() {
        calm = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                pool.execute(() -> exchange(client));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void exchange(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            if (calm || !dice.chance(PERCENT)) {
                relay(client, head, null);
                return;
            }
            faults.incrementAndGet();
            Fault fault = dice.from(List.of(Fault.values()));
            switch (fault) {
                case RESET_BEFORE -> reset(client);
                case SLOW_DOWN -> {
                    if (!head.toLowerCase(Locale.ROOT).contains("\nexpect:")) {
                        client.getInputStream().readNBytes(length(head));
                    }
                    answer(client, "503 Slow Down", "SlowDown");
                }
                case STALL -> {
                    pause(dice.between(500, 3_000));
                    relay(client, head, null);
                }
                default -> relay(client, head, fault);
            }
        } catch (IOException e) {
            // one of both hung up, which is what this is about
        }
    }

    /** Up to the empty line, or nothing if there is no request. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int last = 0, next = in.read(); next >= 0; next = in.read()) {
            bytes.write(next);
            last = next == '\n' ? last + 1 : next == '\r' ? last : 0;
            if (last == 2) {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private void relay(Socket client, String head, Fault fault) throws IOException {
        try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
            upstream.setTcpNoDelay(true);
            String closing = head.replaceAll("(?im)^connection:.*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            upstream.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
            int body = length(head);
            int most = fault == Fault.CUT_REQUEST ? body / 2 : body;
            pool.execute(() -> send(client, upstream, most));
            if (fault == Fault.CUT_REQUEST) {
                pause(100);
                reset(upstream);
                reset(client);
                return;
            }
            answer(client, upstream.getInputStream(), fault);
        }
    }

    private static void send(Socket from, Socket to, int bytes) {
        try {
            byte[] block = new byte[8192];
            for (int left = bytes; left > 0;) {
                int read = from.getInputStream().read(block, 0, Math.min(left, block.length));
                if (read < 0) {
                    reset(to); // who died in the middle of a body has not sent it
                    return;
                }
                to.getOutputStream().write(block, 0, read);
                left -= read;
            }
        } catch (IOException e) {
            // the other direction notices too
        }
    }

    private void answer(Socket client, InputStream in, Fault fault) throws IOException {
        OutputStream out = client.getOutputStream();
        if (fault == null) {
            in.transferTo(out);
            return;
        }
        byte[] answer = readWithoutInterim(in, out);
        switch (fault) {
            case ANSWER_LOST -> reset(client);
            case ERROR_AFTER_ALL -> answer(client, "500 Internal Server Error", "InternalError");
            case LATE_ANSWER -> {
                pause(dice.between(500, 4_000));
                out.write(answer);
            }
            case TRICKLE -> {
                int pieces = Math.min(20, answer.length);
                for (int i = 0; i < pieces; i++) {
                    int begin = (int) ((long) answer.length * i / pieces);
                    out.write(answer, begin, (int) ((long) answer.length * (i + 1) / pieces) - begin);
                    pause(100);
                }
            }
            default -> {
                out.write(answer, 0, answer.length / 2);
                pause(50);
                reset(client);
            }
        }
    }

    /** The answer; "100 Continue" goes on at once, or there would be none. */
    private static byte[] readWithoutInterim(InputStream in, OutputStream out) throws IOException {
        String head = head(in);
        while (head.startsWith("HTTP/1.1 100")) {
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            head = head(in);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.getBytes(StandardCharsets.ISO_8859_1));
        in.transferTo(whole);
        return whole.toByteArray();
    }

    private static void answer(Socket client, String status, String code) throws IOException {
        String body = "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>planted</Message></Error>".formatted(code);
        client.getOutputStream()
                .write("HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, body.length(), body).getBytes(StandardCharsets.US_ASCII));
    }

    private static void reset(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // closed already
        }
        socket.close();
    }

    private static void pause(int milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
