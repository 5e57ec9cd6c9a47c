package io.coopserve.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Every key that the application and Quarkus know, by its interface and by its environment variable. */
final class ConfigurationKeys {
    private final List<Class<?>> ours;
    private final Map<String, String> keys = new HashMap<>();

    ConfigurationKeys() {
        ours = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(
                "io.coopserve").stream().filter(type -> type.isAnnotatedWith(ConfigMapping.class)).<Class<?>>map(
                        JavaClass::reflect)
                .toList();
        Stream.concat(ours.stream(), quarkus()).map(ConfigClass::configClass).flatMap(type -> ConfigMappings.getProperties(type)
                .keySet().stream()).forEach(key -> keys.put(variable(key), key));
    }

    /** The roots that every extension lists for its documentation. */
    private static Stream<Class<?>> quarkus() {
        try {
            List<Class<?>> roots = new ArrayList<>();
            for (URL list : Collections.list(Thread.currentThread().getContextClassLoader().getResources(
                    "META-INF/quarkus-config-roots.list"))) {
                try (var content = list.openStream()) {
                    new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().filter(name -> !name.isBlank()).forEach(
                            name -> load(name).filter(type -> type.isAnnotationPresent(ConfigMapping.class)).ifPresent(
                                    roots::add));
                }
            }
            return roots.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return Optional.empty(); // of a part that is not used here
        }
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    boolean isVariable(String name) {
        return keys.containsKey(name);
    }

    boolean isKey(String key) {
        return keys.containsValue(key);
    }

    /** The configuration as the application reads it, which fails for values that it would not take. */
    SmallRyeConfig read(Map<String, String> environment) {
        Map<String, String> properties = new HashMap<>();
        environment.forEach((name, value) -> Optional.ofNullable(keys.get(name)).ifPresent(key -> properties.put(key, value)));
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDiscoveredConverters().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "environment", 300)).withSources(shipped());
        ours.forEach(builder::withMapping);
        // for its defaults; what it would say to keys of the build is not asked
        return builder.withMapping(VertxHttpConfig.class).withValidateUnknown(false).withDefaultValues(Map.of(
                "user.home", "/", "java.io.tmpdir", "/tmp")).build();
    }

    private static PropertiesConfigSource shipped() {
        try {
            return new PropertiesConfigSource(Thread.currentThread().getContextClassLoader().getResource(
                    "application.properties"), 250);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
