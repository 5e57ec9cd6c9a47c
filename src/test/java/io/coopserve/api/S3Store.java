package io.coopserve.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import io.coopserve.store.S3Server;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;

/** The service as it is shipped, on a bucket of a real S3 server. */
public final class S3Store implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Server.class));
    }

    /** The server and its bucket; the credentials come as the SDK finds them anywhere. */
    public static final class Server implements QuarkusTestResourceLifecycleManager {
        private S3Server server;

        @Override
        public Map<String, String> start() {
            try {
                server = S3Server.start(Files.createTempDirectory("coop-s3"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createBucket("coop");
            S3Server.credentials().forEach(System::setProperty);
            return Map.of("coop.store.kind", "s3", "coop.store.bucket", "coop", "coop.store.prefix", "some/where",
                    "coop.store.endpoint", server.endpoint().toString());
        }

        @Override
        public void stop() {
            S3Server.credentials().keySet().forEach(System::clearProperty);
            server.close();
        }
    }
}
