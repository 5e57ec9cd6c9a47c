package io.coopserve.torture;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How a client sends something for a tenant, and again if nobody answered. */
class Hand {
    private static final int ATTEMPTS = 12;
    static final byte[] NOTHING = new byte[0];

    final World world;
    final Dice dice;

    Hand(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    /**
     * What came of a request that was sent until it was answered.
     *
     * @param doubtful one of the requests before may have been done
     */
    record Persisted(Answer answer, boolean doubtful) {}

    Answer send(TenantModel tenant, String method, String path, Map<String, String> headers, byte[] body) {
        return heard(tenant, world.line().send(dice.from(world.replicas()), method + " " + tenant.at(path), headers, body));
    }

    Answer heard(TenantModel tenant, Answer answer) {
        if (answer.isDoubtful()) {
            tenant.doubt();
        }
        if (answer.fate() == Answer.Fate.LATE) {
            tenant.late();
        }
        return answer;
    }

    Answer get(TenantModel tenant, String path) {
        return world.line().get(dice.from(world.replicas()), tenant.at(path));
    }

    Answer sendJson(TenantModel tenant, String method, String path, Map<String, String> headers, String json) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        return send(tenant, method, path, all, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Some give up at once. */
    int patience() {
        return dice.chance(25) ? 1 : ATTEMPTS;
    }

    Persisted persist(Supplier<Answer> request) {
        return persist(ATTEMPTS, request, answer -> answer.isGood() || answer.isRefusal());
    }

    Persisted persist(int attempts, Supplier<Answer> request, Predicate<Answer> done) {
        Answer answer = request.get();
        boolean doubtful = false;
        for (int i = 1; i < attempts && !world.over().get() && !done.test(answer) && answer.fate() != Answer.Fate.LATE; i++) {
            doubtful |= answer.isDoubtful();
            pause(dice.between(50, 700));
            answer = request.get();
        }
        return new Persisted(answer, doubtful);
    }

    static void pause(int milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
