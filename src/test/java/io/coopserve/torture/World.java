package io.coopserve.torture;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all clients have in common.
 *
 * @param shared the tenant that all of them use
 * @param prompt file of a prompt, to be imported
 * @param over when to stop
 */
record World(List<Replica> replicas, Line line, TenantModel shared, byte[] prompt, Losses losses, AtomicInteger operations,
        AtomicBoolean over) {}
