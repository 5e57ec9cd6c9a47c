package io.coopserve.model.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Speaks the Hub's endpoints over HTTP: lists, small files by a redirect to itself, large ones by a redirect to a second
 * server, its CDN. It can be told to answer badly.
 */
public final class HubServer implements AutoCloseable {
    public static final String REPOSITORY = "acme/tiny-clip";
    private static final Path DEMO = Path.of("src", "main", "resources", "demo-clip");
    private static final Pattern RESOLVE = Pattern.compile("/" + REPOSITORY + "/resolve/([^/]+)/(.+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");
    private static final int CHUNK = 1 << 14;

    /** What it was asked. */
    public record Request(String server, String method, String path, Optional<String> range, Optional<String> token) {}

    /** How one answer goes wrong. */
    public interface Fault {
        void answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    private final HttpServer hub = server("hub", this::hub);
    private final HttpServer cdn = server("cdn", this::cdn);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Deque<Fault>> faults = new TreeMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile String requiredToken;
    private volatile int listStatus = 200;
    private volatile long throttle;

    private HubServer() {
        List.of(hub, cdn).forEach(server -> {
            server.setExecutor(threads);
            server.start();
        });
    }

    /** With the files of the embedded model. */
    public static HubServer ofDemo() {
        HubServer server = new HubServer();
        try (Stream<Path> all = Files.list(DEMO)) {
            for (Path file : all.toList()) {
                server.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    private HttpServer server(String name, Fault answer) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    requests.add(new Request(name, exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), header(
                            exchange, "Range"), header(exchange, "Authorization")));
                    answer.answer(exchange, null);
                }
            });
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    public HubServer put(String file, byte[] content) {
        files.put(file, content);
        return this;
    }

    public HubServer remove(String file) {
        files.remove(file);
        return this;
    }

    public byte[] content(String file) {
        return files.get(file);
    }

    /** Goes wrong the next times that the content of a file is asked for, in this order. */
    public HubServer failing(String file, Fault... next) {
        faults.computeIfAbsent(file, name -> new ArrayDeque<>()).addAll(List.of(next));
        return this;
    }

    public HubServer requiring(String token) {
        requiredToken = token;
        return this;
    }

    public HubServer listing(int status) {
        listStatus = status;
        return this;
    }

    /** @param millis that it waits after each 16 KiB */
    public HubServer throttled(long millis) {
        throttle = millis;
        return this;
    }

    public List<Request> requests() {
        return requests;
    }

    /** Where in the CDN the content of a file was read from. */
    public List<Integer> offsets(String file) {
        return requests.stream().filter(request -> request.server.equals("cdn") && request.method.equals("GET") && request.path
                .endsWith("/" + file)).map(request -> request.range.map(HubServer::offset).orElse(0)).toList();
    }

    /** Changes with every file. */
    public String commit() {
        return hash("SHA-1", files.entrySet().stream().map(file -> file.getKey() + etag(file.getKey(), file.getValue()))
                .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
    }

    static boolean isLarge(String file) {
        return file.endsWith(".safetensors") || file.endsWith(".bin") || file.endsWith(".pt");
    }

    static String etag(String file, byte[] content) {
        if (isLarge(file)) {
            return hash("SHA-256", content);
        }
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return hash("SHA-1", all);
    }

    private static String hash(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hub(HttpExchange exchange, byte[] unused) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher resolve = RESOLVE.matcher(path);
        if (requiredToken != null && !header(exchange, "Authorization").equals(Optional.of("Bearer " + requiredToken))) {
            refuse(exchange, 401, "GatedRepo");
        } else if (path.startsWith("/api/models/" + REPOSITORY + "/revision/")) {
            String revision = path.substring(path.lastIndexOf('/') + 1);
            if (!revision.equals("main") && !revision.equals(commit())) {
                refuse(exchange, 404, "RevisionNotFound");
            } else if (listStatus != 200) {
                refuse(exchange, listStatus, "");
            } else {
                send(exchange, 200, "{\"sha\":\"%s\",\"siblings\":[%s]}".formatted(commit(), files.keySet().stream().map(
                        name -> "{\"rfilename\":\"%s\"}".formatted(name)).collect(Collectors.joining(","))).getBytes(
                                StandardCharsets.UTF_8));
            }
        } else if (resolve.matches() && List.of("main", commit()).contains(resolve.group(1))
                && files.containsKey(resolve.group(2))) {
            String file = resolve.group(2);
            exchange.getResponseHeaders().add("X-Repo-Commit", commit());
            exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + etag(file, files.get(file)) + "\"");
            exchange.getResponseHeaders().add("X-Linked-Size", String.valueOf(files.get(file).length));
            exchange.getResponseHeaders().add("Location", isLarge(file)
                    ? "http://localhost:%d/signed/%s".formatted(cdn.getAddress().getPort(), file)
                    : "/api/resolve-cache/models/" + REPOSITORY + "/" + commit() + "/" + file);
            exchange.sendResponseHeaders(isLarge(file) ? 302 : 307, -1);
        } else if (path.startsWith("/api/resolve-cache/")) {
            exchange.getResponseHeaders().add("X-Repo-Commit", commit());
            content(exchange);
        } else {
            refuse(exchange, 404, "RepoNotFound");
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().add("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    private void cdn(HttpExchange exchange, byte[] unused) throws IOException {
        content(exchange);
    }

    private void content(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String file = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        Fault fault = exchange.getRequestMethod().equals("GET")
                ? faults.getOrDefault(file, new ArrayDeque<>()).poll()
                : null;
        if (fault != null) {
            fault.answer(exchange, files.get(file));
        } else {
            send(exchange, files.get(file), "\"" + etag(file, files.get(file)) + "\"", Integer.MAX_VALUE);
        }
    }

    private static int offset(String range) {
        Matcher from = RANGE.matcher(range);
        return from.matches() ? Integer.parseInt(from.group(1)) : 0;
    }

    /** Honours Range and If-Range. */
    private void send(HttpExchange exchange, byte[] content, String etag, int most) throws IOException {
        int from = header(exchange, "If-Range").orElse(etag).equals(etag)
                ? header(exchange, "Range").map(HubServer::offset).orElse(0)
                : 0;
        exchange.getResponseHeaders().add("ETag", etag);
        if (from >= content.length && from > 0) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders().add("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1,
                    content.length));
        }
        int length = content.length - from;
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, head || length == 0 ? -1 : length);
        if (head) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        for (int at = from; at < Math.min(content.length, most); at += CHUNK) {
            out.write(content, at, Math.min(CHUNK, Math.min(content.length, most) - at));
            out.flush();
            pause(throttle);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    /** The connection ends when the file has come so far. */
    public Fault breakingAt(int position) {
        return (exchange, content) -> send(exchange, content, "\"stable\"", position);
    }

    /** Nothing more comes when the file has come so far, and the connection stays open. */
    public Fault fallingSilentAt(int position, long millis) {
        return (exchange, content) -> {
            send(exchange, content, "\"stable\"", position);
            pause(millis);
        };
    }

    /** Another content of the same length. */
    public Fault lying() {
        return (exchange, content) -> {
            byte[] other = content.clone();
            other[other.length / 2] ^= 1;
            send(exchange, other, "\"lie\"", Integer.MAX_VALUE);
        };
    }

    /** Another content than before, under another ETag, from wherever was asked. */
    public Fault changed(int most) {
        return (exchange, content) -> {
            byte[] other = content.clone();
            Arrays.fill(other, (byte) 7);
            send(exchange, other, "\"changed\"", most);
        };
    }

    public Fault ignoringRanges() {
        return (exchange, content) -> send(exchange, 200, content);
    }

    public Fault status(int status) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(status, -1);
        };
    }

    @Override
    public void close() {
        hub.stop(0);
        cdn.stop(0);
        threads.shutdownNow();
    }
}
