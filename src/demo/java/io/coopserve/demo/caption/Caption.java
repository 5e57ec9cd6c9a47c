package io.coopserve.demo.caption;

/** Words that go with a drawing, and what they say of it. */
public record Caption(String text, Claim claim) {}
