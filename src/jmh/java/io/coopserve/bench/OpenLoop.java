package io.coopserve.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, whatever becomes of those before: as users come, who do not know of each other. Latency counts
 * from the moment when a request was due.
 */
final class OpenLoop {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    /** @param status 0: no answer came */
    record Answer(int status, double milliseconds) {}

    /** All answers, in the order of their requests. */
    record Result(List<Answer> answers, double seconds) {
        double[] milliseconds(int status) {
            return answers.stream().filter(answer -> answer.status == status).mapToDouble(Answer::milliseconds).toArray();
        }

        double perSecond(int status) {
            return answers.stream().filter(answer -> answer.status == status).count() / seconds;
        }
    }

    OpenLoop(URI url, String type, byte[] body) {
        this.request = HttpRequest.newBuilder(url).timeout(TIMEOUT).header("Content-Type", type).POST(
                HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    /** Sends for some seconds and waits for all answers; the time is that until the last one. */
    Result run(double perSecond, double seconds) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            long due = start + (long) (i / perSecond * 1e9);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            answers.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((answer, failure) -> new Answer(
                    failure == null ? answer.statusCode() : 0, (System.nanoTime() - due) / 1e6)));
        }
        List<Answer> all = answers.stream().map(CompletableFuture::join).toList();
        return new Result(all, (System.nanoTime() - start) / 1e9);
    }
}
