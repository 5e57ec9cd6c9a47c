package io.coopserve.run;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.coopserve.learn.Recipe;

/** State of a run: its last event, and what was asked for. */
public record RunView(@JsonUnwrapped RunEvent event, Instant created, Recipe recipe) {}
