package io.coopserve.torture;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** What a client does with runs. */
final class RunDeeds extends Hand {
    private static final String LINES = "application/x-ndjson";

    RunDeeds(World world, Dice dice) {
        super(world, dice);
    }

    /** @param accept JSON, or lines to follow it */
    private void begin(TenantModel tenant, int epochs, int batchSize, String accept) {
        List<String> datasets = tenant.datasets().entrySet().stream().filter(dataset -> dataset.getValue().mayBeThere()).map(
                Map.Entry::getKey).sorted().toList();
        if (datasets.isEmpty()) {
            return;
        }
        String dataset = dice.from(datasets);
        String prompt = dice.from(PromptDeeds.NAMES);
        boolean there = tenant.dataset(dataset).isCertainlyThere();
        String key = dice.uuid().toString();
        String recipe = "{\"dataset\":\"%s\",\"shots\":2,\"epochs\":%d,\"batchSize\":%d,\"seed\":%d}".formatted(dataset, epochs,
                batchSize, dice.between(1,
                        9));
        tenant.touch();
        Persisted sent = persist(patience(),
                () -> sendJson(tenant, "POST", "/prompts/" + prompt + "/adaptations", Map.of("Accept", accept,
                        "Idempotency-Key", key), recipe),
                answer -> answer.isRefusal() || run(answer).isPresent());
        Optional<JsonNode> run = run(sent.answer());
        if (run.isPresent()) {
            RunModel accepted = tenant.accepted(run.get().path("run").asText(), prompt, dataset);
            if (tenant.isShared()) {
                accepted.disturb(); // others upload whenever they like
            }
            if (accept.equals(LINES)) {
                accepted.cancel(); // a run that nobody follows any more is cancelled
            }
            hear(tenant, accepted, run.get());
        } else if (sent.doubtful() || sent.answer().isDoubtful()) {
            tenant.prompt(prompt).doubtRun();
        } else if (sent.answer().status() == 404 && there) {
            world.losses().add("%s: data set %s was acknowledged and is not found: %s", tenant, dataset, sent.answer());
        }
    }

    void beginShort(TenantModel tenant) {
        begin(tenant, dice.between(2, 5), 32, "application/json");
    }

    void beginLong(TenantModel tenant) {
        begin(tenant, dice.between(200, 700), 32, "application/json");
    }

    /** Many times longer than a lease. */
    void beginEndless(TenantModel tenant) {
        begin(tenant, dice.between(600, 1000), 1, "application/json");
    }

    void stream(TenantModel tenant) {
        begin(tenant, dice.between(2, 200), 32, LINES);
    }

    /** What an answer says of the run that was begun, if it says that one was: of a stream, the last line that came whole. */
    private static Optional<JsonNode> run(Answer answer) {
        if (answer.status() / 100 > 2 || answer.body().length == 0) {
            return Optional.empty();
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.status() == 202) {
            return Optional.of(answer.json());
        }
        int end = text.lastIndexOf('\n');
        return end <= 0
                ? Optional.empty()
                : Optional.of(Answer.json(text.substring(text.lastIndexOf('\n', end - 1) + 1, end).getBytes(
                        StandardCharsets.UTF_8)));
    }

    void cancel(TenantModel tenant) {
        List<RunModel> open = tenant.openRuns();
        if (!open.isEmpty()) {
            cancel(tenant, dice.from(open));
        }
    }

    void cancel(TenantModel tenant, RunModel run) {
        run.cancel();
        hear(tenant, run, send(tenant, "DELETE", "/adaptations/" + run.id(), Map.of(), NOTHING));
    }

    void look(TenantModel tenant) {
        List<RunModel> runs = dice.chance(80) ? tenant.openRuns() : tenant.runs();
        if (!runs.isEmpty()) {
            RunModel run = dice.from(runs);
            hear(tenant, run, get(tenant, "/adaptations/" + run.id()));
        }
    }

    void hear(TenantModel tenant, RunModel run, Answer answer) {
        if (answer.isGood()) {
            hear(tenant, run, answer.json());
        } else if (answer.status() == 404) {
            world.losses().add("%s: run %s was accepted and is not there: %s", tenant, run.id(), answer);
        }
    }

    private void hear(TenantModel tenant, RunModel run, JsonNode view) {
        synchronized (run) {
            boolean open = run.isOpen();
            run.hear(view).ifPresent(loss -> world.losses().add("%s: %s", tenant, loss));
            if (open && run.hasSucceeded()) {
                PromptModel prompt = tenant.prompt(run.prompt());
                if (run.mayHaveLostItsVersion()) {
                    prompt.publishedSomewhen(run.version());
                } else {
                    prompt.published(run.version(), "", 0)
                            .ifPresent(loss -> world.losses().add("%s: prompt %s, run %s: %s", tenant,
                                    run.prompt(), run.id(), loss));
                }
            }
        }
    }
}
