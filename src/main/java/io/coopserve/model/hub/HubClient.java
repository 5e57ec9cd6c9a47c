package io.coopserve.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.model.InvalidModelException;
import io.coopserve.model.download.Download.Content;
import io.coopserve.model.download.Download.Source;

/** Asks the Hub, or a mirror of it, for the files of one model. */
final class HubClient {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_LISTING = 16 << 20;
    private static final int MAX_WAIT_SECONDS = 60;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubSettings settings;
    private final HubModel model;
    private final HttpClient http;

    /**
     * A commit and its files.
     *
     * @param names of all files, as the server gives them
     */
    record Listing(String commit, List<String> names) {}

    /** Redirects are followed here, since the token goes to the Hub only and its headers are on the way. */
    HubClient(HubSettings settings, HubModel model) {
        this.settings = settings;
        this.model = model;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.patience())
                .followRedirects(HttpClient.Redirect.NEVER).proxy(ProxySelector.getDefault()).build();
    }

    static boolean isWeb(URI address) {
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) && address.getHost() != null
                && address
                        .getUserInfo() == null;
    }

    /**
     * What the revision is now.
     *
     * @throws IOException if the Hub cannot be reached, or has no time
     * @throws InvalidModelException if there is no such model or revision, or it may not be read
     */
    Listing list() throws IOException, InterruptedException {
        Answer answer = send("GET", "/api/models/" + model.repository() + "/revision/" + escaped(model.revision()), Map.of());
        try (InputStream body = answer.body()) {
            require(answer, 200, "the list of files");
            byte[] bytes = body.readNBytes(MAX_LISTING + 1);
            JsonNode root = bytes.length > MAX_LISTING ? JSON.nullNode() : JSON.readTree(bytes);
            List<String> names = new ArrayList<>();
            root.path("siblings").forEach(file -> names.add(file.path("rfilename").asText()));
            if (HubModel.isCommit(root.path("sha").asText())) {
                return new Listing(root.path("sha").asText(), names);
            }
        } catch (JsonProcessingException e) {
            // told below
        }
        throw notAHub("the list of files has no commit");
    }

    private InvalidModelException notAHub(String why) {
        return new InvalidModelException("%s: %s; is HF_ENDPOINT=%s a Hugging Face Hub?".formatted(model, why, settings
                .endpoint()));
    }

    /** Size and hash of a file. */
    HubFile look(String commit, String name) throws IOException, InterruptedException {
        Answer answer = send("HEAD", path(commit, name), Map.of());
        answer.body().close();
        require(answer, answer.status() / 100 == 3 ? answer.status() : 200, name);
        if (!answer.hub("X-Repo-Commit").orElse(commit).equals(commit)) {
            throw notAHub("%s is of commit %.40s, not %s".formatted(name, answer.hub("X-Repo-Commit").get(), commit));
        }
        boolean elsewhere = answer.status() != 200;
        Optional<String> etag = answer.hub("X-Linked-Etag").or(() -> elsewhere ? Optional.empty() : answer.header("ETag"));
        Optional<String> size = answer.hub("X-Linked-Size").or(() -> elsewhere
                ? Optional.empty()
                : answer.header("Content-Length")).filter(digits -> NUMBER.matcher(digits).matches());
        if (etag.isEmpty() || size.isEmpty()) {
            throw notAHub("%s came without ETag or size".formatted(name));
        }
        return HubFile.of(name, etag.get(), Long.parseLong(size.get()));
    }

    private String path(String commit, String name) {
        return "/" + model.repository() + "/resolve/" + commit + "/" + escaped(name);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Reads a file from any offset, as long as it is the same file. */
    Source source(String commit, HubFile file) {
        return new Source() {
            private Optional<String> seen = Optional.empty();

            @Override
            public Content from(long offset) throws IOException, InterruptedException {
                Map<String, String> range = offset == 0
                        ? Map.of()
                        : seen.filter(etag -> !etag.startsWith("W/")).map(etag -> Map.of("Range", "bytes=" + offset + "-",
                                "If-Range", etag)).orElse(Map.of("Range", "bytes=" + offset + "-"));
                Answer answer = send("GET", path(commit, file.name()), range);
                boolean continued = answer.status() == 206 && continues(answer, offset);
                if (offset > 0 && !continued && (answer.status() == 206 || answer.status() == 416)) {
                    answer.body().close(); // what we have is not the beginning of what is there
                    seen = Optional.empty();
                    return from(0);
                }
                try {
                    require(answer, continued ? 206 : 200, file.name());
                } catch (IOException | RuntimeException e) {
                    answer.body().close();
                    throw e;
                }
                seen = answer.header("ETag");
                return new Content(answer.body(), continued ? offset : 0);
            }

            private boolean continues(Answer answer, long offset) {
                Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
                return range.matches() && Long.parseLong(range.group(1)) == offset && Long.parseLong(range.group(2)) == file
                        .size() && (seen.isEmpty() || seen.equals(answer.header("ETag")));
            }
        };
    }

    /** The last of a chain of answers; the Hub's own headers may be on any before it. */
    private record Answer(HttpResponse<InputStream> last, List<HttpHeaders> hops) {
        int status() {
            return last.statusCode();
        }

        InputStream body() {
            return last.body();
        }

        Optional<String> header(String name) {
            return last.headers().firstValue(name);
        }

        Optional<String> hub(String name) {
            return hops.stream().flatMap(headers -> headers.firstValue(name).stream()).findFirst();
        }
    }

    /**
     * Follows redirects: to other hosts without the token, and for HEAD not at all, since the Hub tells size and hash before it
     * sends elsewhere.
     */
    private Answer send(String method, String path, Map<String, String> headers) throws IOException, InterruptedException {
        URI address = URI.create(settings.endpoint() + path);
        List<HttpHeaders> hops = new ArrayList<>();
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody())
                    .setHeader("User-Agent", "coop-serve").setHeader("Accept-Encoding", "identity");
            headers.forEach(request::setHeader);
            if (isHub(address)) {
                settings.token().ifPresent(token -> request.setHeader("Authorization", "Bearer " + token));
            }
            HttpResponse<InputStream> response = send(request.build());
            hops.add(response.headers());
            Optional<URI> next = response.statusCode() / 100 == 3 ? target(address, response.headers()) : Optional.empty();
            if (next.isEmpty() || method.equals("HEAD") && !isHub(next.get())) {
                return new Answer(response, hops);
            }
            response.body().close();
            address = next.get();
        }
        throw new IOException("more than %d redirects".formatted(MAX_REDIRECTS));
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request,
                headers -> new HubBody(settings.silence()));
        try {
            return answer.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("%s did not answer for %d s".formatted(request.uri().getHost(), settings.patience()
                    .toSeconds()));
        } catch (ExecutionException e) {
            throw new IOException("%s: %s".formatted(request.uri().getHost(), e.getCause().getMessage() == null
                    ? e.getCause().getClass().getSimpleName()
                    : e.getCause().getMessage()), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private boolean isHub(URI address) {
        URI hub = settings.endpoint();
        return address.getScheme().equals(hub.getScheme()) && address.getHost().equalsIgnoreCase(hub.getHost()) && address
                .getPort() == hub.getPort();
    }

    /** Where a redirect leads, which is never from HTTPS to HTTP. */
    private static Optional<URI> target(URI from, HttpHeaders headers) throws IOException {
        Optional<String> location = headers.firstValue("Location");
        if (location.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI to = from.resolve(location.get());
            if (isWeb(to) && (from.getScheme().equals("http") || to.getScheme().equals("https"))) {
                return Optional.of(to);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IOException("%s redirects to what is no safe address".formatted(from.getHost()));
    }

    /** @throws IOException for an answer that may be another one later */
    private void require(Answer answer, int status, String what) throws IOException, InterruptedException {
        int actual = answer.status();
        if (actual == status) {
            return;
        }
        String error = answer.hub("X-Error-Code").orElse("");
        if (actual == 408 || actual == 429 || actual >= 500) {
            wait(answer);
            throw new IOException("%s answers %d to %s".formatted(answer.last().uri().getHost(), actual, what));
        }
        throw new InvalidModelException(
                "%s: the answer to %s is %d: %s".formatted(model, what, actual, meaning(actual, error)));
    }

    private String meaning(int status, String error) {
        String who = settings.token().isPresent() ? "the token of HF_TOKEN or of its file" : "HF_TOKEN, which is not set,";
        return switch (status) {
            case 401 -> "there is no such model, or it is private or gated: %s must be of somebody who may read it".formatted(
                    who);
            case 403 -> "it is gated or private: accept its terms on its page, and %s must be of who did".formatted(who);
            case 404 -> error.equals("RevisionNotFound")
                    ? "there is no revision '%s'".formatted(model.revision())
                    : error.equals("EntryNotFound")
                            ? "there is no such file"
                            : "there is no such model or revision, or it is private: then %s must be of somebody who may read it"
                                    .formatted(who);
            default -> "that is not understood; is HF_ENDPOINT=%s a Hugging Face Hub?".formatted(settings.endpoint());
        };
    }

    private static void wait(Answer answer) throws InterruptedException {
        Optional<String> seconds = answer.header("Retry-After").filter(digits -> NUMBER.matcher(digits).matches());
        if (seconds.isPresent()) {
            Thread.sleep(Duration.ofSeconds(Math.min(MAX_WAIT_SECONDS, Long.parseLong(seconds.get()))).toMillis());
        }
    }
}
