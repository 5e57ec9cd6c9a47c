package io.coopserve.version;

import io.coopserve.adapt.FeatureCache;
import io.coopserve.adapt.FeatureCacheConfiguration;
import io.coopserve.clip.FrozenClip;
import io.coopserve.dataset.UploadLimits;
import io.coopserve.learn.TrainingConfiguration;
import io.coopserve.store.Datasets;
import io.coopserve.store.Prompts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What can be done with published prompts, by the service's own parts and with its defaults, without a service around them. */
public record Published(FrozenClip model, Prompts prompts) {

    public Vocabulary vocabulary() {
        return new Vocabulary(model, prompts, new ClassNames(configuration(true).getConfigMapping(UploadLimits.class)));
    }

    /** @param remembers whether image features are kept for the next evaluation */
    public Evaluations evaluations(Datasets datasets, boolean remembers) {
        SmallRyeConfig configuration = configuration(remembers);
        FeatureCache cache = new FeatureCache(configuration.getConfigMapping(FeatureCacheConfiguration.class),
                new SimpleMeterRegistry());
        return new Evaluations(model, datasets, prompts, cache, configuration.getConfigMapping(TrainingConfiguration.class));
    }

    private static SmallRyeConfig configuration(boolean remembers) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDiscoveredConverters()
                .withMapping(UploadLimits.class).withMapping(TrainingConfiguration.class)
                .withMapping(FeatureCacheConfiguration.class);
        return (remembers ? builder : builder.withDefaultValue("coop.adapt.feature-cache", "0")).build();
    }
}
