package io.coopserve.store;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpServer;

import io.coopserve.tenant.TenantId;

/** A storage that only fails is not asked again and again, and one that is there again is found soon. */
class CircuitBreakerTest {
    private static final ObjectKey KEY = ObjectKey.of(new TenantId("acme")).then("a");
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = 500;
    private HttpServer server;
    private S3ObjectStore store;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] answer = status == 404
                    ? "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.US_ASCII)
                    : new byte[0];
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        S3Server.credentials().forEach(System::setProperty);
        store = new S3ObjectStore(new S3Bucket(S3ObjectStoreIT.Configuration.of(URI.create("http://127.0.0.1:" + server
                .getAddress().getPort()), "coop", "")));
    }

    @AfterEach
    void stop() {
        S3Server.credentials().keySet().forEach(System::clearProperty);
        store.close();
        server.stop(0);
    }

    @Test
    void nobodyWaitsForAStorageThatOnlyFails() {
        String last = "";
        for (int call = 0; call < 30; call++) {
            last = assertThrows(StoreUnavailableException.class, () -> store.read(KEY)).getMessage();
        }
        assertThat(last, containsString("most of the last calls failed"));
        assertThat(requests.get(), lessThan(30 * 4)); // as many as they would be with all that is tried again
        status = 404;
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> store.read(KEY).isEmpty());
        assertEquals(Optional.empty(), store.read(KEY));
    }

    @Test
    void answersAreNoFaults() {
        status = 404;
        for (int call = 0; call < 30; call++) {
            assertEquals(Optional.empty(), store.read(KEY));
        }
        status = 403;
        for (int call = 0; call < 30; call++) {
            assertThat(assertThrows(StoreUnavailableException.class, () -> store.read(KEY)).getMessage(),
                    containsString("403"));
        }
        assertEquals(60, requests.get());
    }
}
