package io.coopserve.store;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A bucket, or a part of one, and the client that speaks to it, made when it is first needed. Thread-safe. */
final class S3Bucket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(S3Bucket.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 64;
    private static final int ATTEMPTS = 4;
    /** Of so many calls, all their attempts counted as one, half have to fail before nobody waits for S3 any more. */
    private static final int WINDOW = 20;
    private static final Duration RECOVERY = Duration.ofSeconds(2);
    private static final int PROBES = 2;
    private static final int SERVER_ERROR = 500;
    private static final Pattern PREFIX = Pattern.compile("(" + ObjectKey.SEGMENT + "/)*" + ObjectKey.SEGMENT + "/?");

    private final S3Configuration configuration;
    private final String name;
    private final String prefix;
    private final CircuitBreaker breaker = CircuitBreaker.of("s3", CircuitBreakerConfig.custom().slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(WINDOW / 2).waitDurationInOpenState(RECOVERY).permittedNumberOfCallsInHalfOpenState(PROBES)
            .recordException(S3Bucket::isFaultOfStorage).build());
    private S3Client client;

    /** @throws ConfigurationException if there is no bucket, or a prefix that is no key */
    S3Bucket(S3Configuration configuration) {
        this(configuration, configuration.bucket().filter(bucket -> !bucket.isBlank()).orElseThrow(
                () -> new ConfigurationException(
                        "coop.store.bucket is missing: coop.store.kind=s3 needs the name of a bucket that exists.")),
                configuration.prefix().orElse(""));
        String path = configuration.prefix().orElse("");
        if (!path.isEmpty() && !isPrefix(path)) {
            throw new ConfigurationException(
                    ("coop.store.prefix=%s is no key prefix: use segments of letters, digits, '.', '_' "
                            + "and '-' with '/' between them, such as coop/production.").formatted(path));
        }
    }

    /** Another bucket of the same server, with the same credentials. */
    S3Bucket(S3Configuration configuration, String name, String prefix) {
        this.configuration = configuration;
        this.name = name;
        this.prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        configuration.endpoint().ifPresent(S3Bucket::check);
    }

    static boolean isPrefix(String path) {
        return PREFIX.matcher(path).matches();
    }

    private static void check(URI endpoint) {
        boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw new ConfigurationException(
                    "coop.store.endpoint is no address of a server: use one such as https://minio.example.org:9000, with no user in it.");
        }
    }

    String name() {
        return name;
    }

    /** What all keys begin with: nothing, or a path that ends in a slash. */
    String prefix() {
        return prefix;
    }

    /** The key in the bucket. */
    String key(ObjectKey key) {
        return prefix + key;
    }

    /** What the keys of all objects below a folder begin with. */
    String below(ObjectKey folder) {
        String path = folder.toString();
        return path.isEmpty() ? prefix : prefix + path + "/";
    }

    /**
     * @param what for the message: "read KEY"
     * @throws StoreUnavailableException if S3 does not answer, or not with what was asked for
     */
    <T> T call(String what, Function<S3Client, T> work) {
        try {
            return breaker.executeSupplier(() -> work.apply(client()));
        } catch (CallNotPermittedException e) {
            throw new StoreUnavailableException(("cannot %s in %s: most of the last calls failed, so for %s it is not asked at "
                    + "all").formatted(what, this, RECOVERY), e);
        } catch (SdkException e) {
            LOG.debugf(e, "cannot %s in %s", what, this);
            throw new StoreUnavailableException("cannot %s in %s: %s".formatted(what, this, reason(e)), e);
        }
    }

    /** The SDK tries again when a connection breaks, but not when that leaves it with half a document. */
    private static boolean isCutOff(Throwable e) {
        return e instanceof SdkClientException && String.valueOf(e.getMessage()).startsWith("Could not parse XML response");
    }

    /** And not an answer such as: there is no such object. */
    private static boolean isFaultOfStorage(Throwable e) {
        return e instanceof AwsServiceException service
                ? service.statusCode() >= SERVER_ERROR || service.isThrottlingException()
                : e instanceof SdkClientException && !(e instanceof AbortedException);
    }

    private synchronized S3Client client() {
        if (client == null) {
            S3ClientBuilder builder = S3Client.builder()
                    .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(CONNECT)
                            .socketTimeout(SILENCE).maxConnections(CONNECTIONS).connectionAcquisitionTimeout(SILENCE))
                    .forcePathStyle(configuration.pathStyle().orElse(configuration.endpoint().isPresent()))
                    .overrideConfiguration(override -> override.apiCallTimeout(configuration.timeout())
                            .apiCallAttemptTimeout(configuration.timeout().dividedBy(2)) // a trickle is no silence
                            .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS)
                                    .retryOnException(S3Bucket::isCutOff).build()));
            speakPlainly(builder);
            configuration.endpoint().ifPresent(endpoint -> builder.endpointOverride(endpoint).region(regionOfOwnServer()));
            configuration.region().map(Region::of).ifPresent(builder::region);
            client = builder.build();
        }
        return client;
    }

    /**
     * Sends what every S3-compatible server understands: no checksums in trailers, no signed chunks, Content-MD5 where a
     * checksum is demanded. Over HTTP the signature covers the content, over HTTPS the connection does.
     */
    private static void speakPlainly(S3ClientBuilder builder) {
        builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .addPlugin(LegacyMd5Plugin.create());
    }

    /** Such servers rarely care; the chain would also ask the metadata service of EC2, which takes long where there is none. */
    private static Region regionOfOwnServer() {
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider()).getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }

    /** One line of what S3 or the SDK says; neither names a secret there. */
    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return line("%s (%d): %s".formatted(service.awsErrorDetails().errorCode(), service.statusCode(), service
                    .awsErrorDetails().errorMessage()));
        }
        String message = String.valueOf(e.getMessage());
        return line(message.startsWith("Unable to load credentials")
                ? "no AWS credentials in environment, profile, web identity, container or instance; the log level DEBUG of "
                        + "io.coopserve.store tells more"
                : message);
    }

    private static String line(String text) {
        return text.replaceAll(" \\(SDK Attempt Count: \\d+\\)", "").replaceAll("\\p{Cntrl}+", " ");
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String toString() {
        return "s3://" + name + "/" + prefix + configuration.endpoint().map(endpoint -> " at " + endpoint).orElse("");
    }
}
