package io.coopserve.torture;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client does with data sets. */
final class DatasetDeeds extends Hand {
    static final List<String> NAMES = List.of("d1", "d2");

    DatasetDeeds(World world, Dice dice) {
        super(world, dice);
    }

    void upload(TenantModel tenant, String name) {
        DatasetContent content = DatasetContent.drawn(dice);
        String key = dice.uuid().toString();
        DatasetModel dataset = tenant.dataset(name);
        Set<String> before = dataset.possible();
        disturb(tenant, name);
        tenant.touch();
        dataset.doubt(content.sha256());
        Persisted sent = persist(patience(), () -> put(tenant, name, key, content),
                answer -> answer.isGood() || answer.isRefusal());
        if (sent.answer().isGood()) {
            dataset.acknowledge(content.sha256());
            tenant.uploads().put(name + " " + key, content);
            check(tenant, name, content, sent.answer());
        } else if (!sent.doubtful() && !sent.answer().isDoubtful()) {
            dataset.restore(before);
        }
    }

    private Answer put(TenantModel tenant, String name, String key, DatasetContent content) {
        return send(tenant, "PUT", "/datasets/" + name, Map.of("Idempotency-Key", key, "Content-Type", "application/zip"),
                content
                        .archive());
    }

    private void check(TenantModel tenant, String name, DatasetContent content, Answer answer) {
        if (!content.sha256().equals(answer.json().path("sha256").asText())) {
            world.losses().add("%s: upload %s of data set %s was acknowledged as other content: %s", tenant, content.sha256(),
                    name,
                    answer);
        }
    }

    /** An upload that was acknowledged before is answered as then, and changes nothing. */
    void repeat(TenantModel tenant) {
        if (tenant.uploads().isEmpty()) {
            return;
        }
        String[] which = dice.from(tenant.uploads().keySet().stream().sorted().toList()).split(" ");
        DatasetContent content = tenant.uploads().get(which[0] + " " + which[1]);
        Answer answer = put(tenant, which[0], which[1], content);
        if (answer.isGood()) {
            check(tenant, which[0], content, answer);
        }
    }

    void look(TenantModel tenant) {
        String name = dice.from(NAMES);
        DatasetModel dataset = tenant.dataset(name);
        Answer answer = get(tenant, "/datasets/" + name);
        if (answer.status() == 404 && dataset.isCertainlyThere()) {
            world.losses().add("%s: data set %s was acknowledged and is not there: %s", tenant, name, answer);
        } else if (answer.isGood() && !dataset.mayBe(answer.json().path("sha256").asText())) {
            world.losses().add("%s: data set %s should be one of %s and is %s", tenant, name, dataset.possible(), answer);
        }
    }

    void delete(TenantModel tenant) {
        String name = dice.from(NAMES);
        DatasetModel dataset = tenant.dataset(name);
        boolean there = dataset.isCertainlyThere();
        disturb(tenant, name);
        Set<String> before = dataset.possible();
        dataset.doubt(DatasetModel.ABSENT);
        Persisted sent = persist(() -> send(tenant, "DELETE", "/datasets/" + name, Map.of(), NOTHING));
        if (sent.answer().isGood() || sent.answer().status() == 404) {
            if (there && !sent.doubtful() && !sent.answer().isGood()) {
                world.losses().add("%s: data set %s was acknowledged and cannot be deleted: %s", tenant, name, sent.answer());
            }
            dataset.acknowledge(DatasetModel.ABSENT);
        } else if (!sent.doubtful() && !sent.answer().isDoubtful()) {
            dataset.restore(before);
        }
    }

    private static void disturb(TenantModel tenant, String name) {
        tenant.openRuns().stream().filter(run -> run.dataset().equals(name)).forEach(RunModel::disturb);
    }
}
