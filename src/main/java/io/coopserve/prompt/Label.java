package io.coopserve.prompt;

/** A class and its probability, 0 to 1. */
public record Label(String label, double score) {}
