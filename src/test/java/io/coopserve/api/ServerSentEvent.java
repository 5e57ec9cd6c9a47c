package io.coopserve.api;

import java.util.Arrays;
import java.util.List;

import io.restassured.path.json.JsonPath;

/** One event of a text/event-stream. */
record ServerSentEvent(int id, String name, String text) {
    static List<ServerSentEvent> all(String stream) {
        return Arrays.stream(stream.strip().split("\n\n")).map(ServerSentEvent::of).toList();
    }

    private static ServerSentEvent of(String event) {
        return new ServerSentEvent(Integer.parseInt(field(event, "id")), field(event, "event"), field(event, "data"));
    }

    private static String field(String event, String name) {
        return event.lines().filter(line -> line.startsWith(name + ":")).map(line -> line.substring(name.length() + 1).strip())
                .findFirst().orElseThrow(() -> new AssertionError("no " + name + " in event " + event));
    }

    JsonPath data() {
        return JsonPath.from(text);
    }
}
