package io.coopserve.classify;

import java.util.concurrent.CompletionStage;

/**
 * Who waits for what is made of its images.
 *
 * @param account for whom they are counted: accounts take turns
 * @param gone done as soon as nobody waits any more
 */
public record Sender(String account, CompletionStage<Void> gone) {}
