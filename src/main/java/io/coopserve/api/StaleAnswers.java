package io.coopserve.api;

import jakarta.ws.rs.container.ContainerResponseContext;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

import io.coopserve.store.ObjectStore;

/**
 * Answers of learned prompts that are given while the storage is away say so (Cache-Status, RFC 9211): another version may be
 * the current one by now.
 */
final class StaleAnswers {
    private final ObjectStore store;

    StaleAnswers(ObjectStore store) {
        this.store = store;
    }

    @ServerResponseFilter
    void mark(SimpleResourceInfo resource, ContainerResponseContext response) {
        if (response.getStatus() == 200 && resource != null && resource.getResourceClass() == PromptClassifyResource.class
                && !store
                        .isAvailable()) {
            response.getHeaders().putSingle("Cache-Status", "coop-serve; hit; detail=storage-unavailable");
        }
    }
}
