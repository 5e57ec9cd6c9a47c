package io.coopserve.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.coopserve.tenant.TenantId;
import io.quarkus.runtime.configuration.ConfigurationException;

class S3BucketTest {
    private static final URI ENDPOINT = URI.create("http://localhost:9000");

    private static S3Bucket bucket(String prefix) {
        return new S3Bucket(S3ObjectStoreIT.Configuration.of(ENDPOINT, "coop", prefix));
    }

    @Test
    void prefixStandsBeforeEveryKey() {
        ObjectKey key = ObjectKey.of(new TenantId("acme"));
        assertEquals("tenants/acme", bucket("").key(key));
        assertEquals("a/b/tenants/acme", bucket("a/b").key(key));
        assertEquals("a/b/tenants/acme", bucket("a/b/").key(key));
        assertEquals("s3://coop/a/b/ at http://localhost:9000", bucket("a/b").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a//b", "../a", "a/./b", "a b", "a//"})
    void prefixThatIsNoKeyIsRefused(String prefix) {
        assertThat(assertThrows(ConfigurationException.class, () -> bucket(prefix)).getMessage(), containsString(prefix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9000", "minio", "https:///bucket", "ftp://minio", "http://someone:pass@minio"})
    void endpointThatIsNoServerIsRefusedAndNotShown(String endpoint) {
        String message = assertThrows(ConfigurationException.class,
                () -> new S3Bucket(S3ObjectStoreIT.Configuration.of(URI.create(
                        endpoint), "coop", "")))
                .getMessage();
        assertThat(message, containsString("coop.store.endpoint"));
        assertThat(message, not(containsString("pass@")));
    }
}
