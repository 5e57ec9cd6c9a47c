package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Requests over plain sockets, since HTTP clients refuse to send what servers have to expect. */
record Wire(int port, Credentials credentials) {
    private static final int PATIENCE_MILLIS = 60_000;
    /** Broken requests often leave both sides waiting, and event streams go on. */
    private static final int SHORT_PATIENCE_MILLIS = 400;

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("localhost", port), PATIENCE_MILLIS);
        return socket;
    }

    Answer send(Attack unsigned) {
        Attack attack = credentials.sign(unsigned);
        long start = System.nanoTime();
        boolean broken = false;
        try (Socket socket = connect()) {
            try {
                boolean cut = write(socket, attack);
                if (cut) {
                    return Answer.of(new byte[0], since(start), true);
                }
            } catch (IOException e) {
                broken = true; // it may have answered and hung up before the end of the request
            }
            byte[] received = read(socket.getInputStream(), socket, attack);
            return Answer.of(received, since(start), broken);
        } catch (IOException e) {
            throw new UncheckedIOException(attack.what(), e);
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** @return whether the connection is to be cut now */
    private static boolean write(Socket socket, Attack attack) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(attack.head());
        byte[] body = attack.body();
        switch (attack.delivery()) {
            case WHOLE -> out.write(body);
            case HALF_CLOSED -> {
                out.write(body);
                socket.shutdownOutput();
            }
            case CUT -> out.write(body, 0, body.length / 2);
            case DRIPPED_AND_CUT -> {
                for (int i = 0; i < Math.min(20, body.length); i++) {
                    out.write(body[i]);
                    pause();
                }
            }
        }
        out.flush();
        return attack.delivery() == Attack.Delivery.CUT || attack.delivery() == Attack.Delivery.DRIPPED_AND_CUT;
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] read(InputStream in, Socket socket, Attack attack) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        socket.setSoTimeout(attack.sentence() ? PATIENCE_MILLIS : SHORT_PATIENCE_MILLIS);
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                received.write(buffer, 0, read);
                if (received.size() < 1 << 14 && received.toString(StandardCharsets.ISO_8859_1).contains("event-stream")) {
                    socket.setSoTimeout(SHORT_PATIENCE_MILLIS);
                }
            }
        } catch (SocketTimeoutException e) {
            // what has come so far is the answer
        } catch (IOException e) {
            if (received.size() == 0 && attack.sentence()) {
                return new byte[0];
            }
        }
        return received.toByteArray();
    }
}
