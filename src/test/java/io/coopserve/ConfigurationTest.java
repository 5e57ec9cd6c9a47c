package io.coopserve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface;
import io.smallrye.config.ConfigMappings;

/** Every configuration key and its default: who changes one changes it here, and in the README. */
class ConfigurationTest {
    private static final String NONE = "(none)";
    private static final String KEYS = """
            coop.adapt.activations = 1G
            coop.adapt.checkpoint = 10s
            coop.adapt.concurrent = 2
            coop.adapt.deadline = 1h
            coop.adapt.executor = local
            coop.adapt.feature-cache = 128M
            coop.adapt.knative-service = ${K_SERVICE:}
            coop.adapt.kubernetes.cron-job = coop-serve-run
            coop.adapt.kubernetes.jobs = 64
            coop.adapt.kubernetes.namespace = (none)
            coop.adapt.kubernetes.queue = (none)
            coop.adapt.lease = 15s
            coop.adapt.precision = fp32
            coop.adapt.queue = 16
            coop.adapt.reattach = 10s
            coop.auth.keys-file = (none)
            coop.auth.mode = none
            coop.auth.tenant-claim = tenant
            coop.batch.activations = 256M
            coop.batch.patience = 10s
            coop.batch.queue = 128
            coop.batch.size = 32
            coop.classify.cache = 256M
            coop.classify.warm = (none)
            coop.classify.warm[*] = (none)
            coop.clip.cache-dir = ${user.home}/.cache/coop-serve
            coop.clip.device = auto
            coop.clip.model = demo
            coop.clip.precision = auto
            coop.clip.threads = 0
            coop.image.exif-orientation = false
            coop.image.jpeg-scaling = false
            coop.image.system-libraries = true
            coop.limits.class-name-length = 200
            coop.limits.classes = 1000
            coop.limits.dataset-bytes = 256M
            coop.limits.entries = 50000
            coop.limits.image-bytes = 20M
            coop.limits.images = 64
            coop.limits.json-bytes = 1M
            coop.limits.labels = 1000
            coop.limits.pixels = 33554432
            coop.limits.prompts = 16
            coop.limits.ratio = 100
            coop.limits.request-bytes = 128M
            coop.limits.requests-per-second = 100
            coop.limits.runs-per-tenant = 4
            coop.limits.texts = 5000
            coop.limits.unpacked-bytes = 1G
            coop.limits.versions = 100
            coop.retention.events = 1d
            coop.retention.grace = 2h
            coop.retention.interval = 1h
            coop.retention.runs = 30d
            coop.retention.tenants.*.versions = (none)
            coop.retention.versions = (none)
            coop.store.bucket = (none)
            coop.store.endpoint = (none)
            coop.store.kind = filesystem
            coop.store.path = data
            coop.store.path-style = (none)
            coop.store.prefix = (none)
            coop.store.refresh = 5s
            coop.store.region = (none)
            coop.store.timeout = 30s
            """;

    @Test
    void keysAndDefaultsAreThese() {
        Map<String, String> found = new TreeMap<>();
        for (JavaClass mapping : new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.coopserve")) {
            if (mapping.isAnnotatedWith(ConfigMapping.class)) {
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping.reflect())).forEach((key,
                        property) -> found.put(key, defaultOf(property)));
            }
        }
        assertEquals(KEYS, found.entrySet().stream().map(entry -> entry.getKey() + " = " + entry.getValue() + "\n").collect(
                Collectors.joining()));
    }

    private static String defaultOf(ConfigMappingInterface.Property property) {
        ConfigMappingInterface.Property value = property.isOptional() && property.asOptional().getNestedProperty().isLeaf()
                ? property.asOptional().getNestedProperty()
                : property;
        return value.hasDefaultValue() ? value.getDefaultValue() : NONE;
    }
}
