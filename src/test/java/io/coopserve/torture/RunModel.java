package io.coopserve.torture;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** A run that was accepted, and what has been heard of it. */
final class RunModel {
    private final String id;
    private final String prompt;
    private final String dataset;
    private boolean cancelled;
    private boolean disturbed;
    private boolean swept;
    private String end;
    private int version;

    RunModel(String id, String prompt, String dataset) {
        this.id = id;
        this.prompt = prompt;
        this.dataset = dataset;
    }

    String id() {
        return id;
    }

    String prompt() {
        return prompt;
    }

    String dataset() {
        return dataset;
    }

    synchronized boolean isOpen() {
        return end == null;
    }

    synchronized boolean hasSucceeded() {
        return "SUCCEEDED".equals(end);
    }

    synchronized int version() {
        return version;
    }

    /** Somebody is about to ask it to stop. */
    synchronized void cancel() {
        cancelled = true;
    }

    /** Its data set is about to be replaced or deleted. */
    synchronized void disturb() {
        disturbed = true;
    }

    /** Its prompt is about to be deleted, with what it may have published. */
    synchronized void sweep() {
        swept = true;
    }

    synchronized boolean mayHaveLostItsVersion() {
        return swept;
    }

    /**
     * Takes what the service says of it.
     *
     * @return what is wrong with that
     */
    synchronized Optional<String> hear(JsonNode view) {
        String state = view.path("state").asText();
        if (state.equals("QUEUED") || state.equals("RUNNING")) {
            return Optional.empty();
        }
        if (end != null) {
            return end.equals(state) && version == view.path("version").asInt()
                    ? Optional.empty()
                    : Optional.of("run %s ended as %s (version %d), and then as %s (version %d)".formatted(id, end, version,
                            state, view.path("version").asInt()));
        }
        end = state;
        version = view.path("version").asInt();
        return switch (state) {
            case "SUCCEEDED" ->
                version > 0 ? Optional.empty() : Optional.of("run %s succeeded without a version".formatted(id));
            case "CANCELLED" -> cancelled
                    ? Optional.empty()
                    : Optional.of("run %s was cancelled by nobody".formatted(id));
            case "FAILED" -> disturbed && view.path("problem").path("status").asInt() / 100 == 4
                    ? Optional.empty()
                    : Optional.of("run %s, which was accepted, failed: %s".formatted(id, view.path("problem")));
            default -> Optional.of("run %s is in no state: %s".formatted(id, view));
        };
    }

    /** Whether an answer says the same. */
    synchronized boolean agrees(JsonNode view) {
        return view.path("state").asText().equals(end) && view.path("version").asInt() == version;
    }

    @Override
    public synchronized String toString() {
        return version > 0 ? "%s with version %d".formatted(end, version) : String.valueOf(end);
    }
}
