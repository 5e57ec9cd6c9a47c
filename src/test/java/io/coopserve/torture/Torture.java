package io.coopserve.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coopserve.store.ContentHash;

/** Two replicas on one storage, clients that use them, and somebody who kills them; in the end, what was lost. */
final class Torture {
    private static final int CLIENTS = 4;
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SHARED = "commons";

    private final String name;
    private final Path folder;
    private final Storage storage;
    private final Plan plan;
    private final Losses losses = new Losses();
    private final AtomicInteger operations = new AtomicInteger();
    private final List<Client> clients = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final Line line = new Line();
    private final long begun = System.nanoTime();
    private Killer killer;
    private World world;

    /** What came of it. */
    record Outcome(int kills, int operations, int faults, List<String> losses) {}

    Torture(String name, Path folder, Storage storage, Plan plan) {
        this.name = name;
        this.folder = folder;
        this.storage = storage;
        this.plan = plan;
    }

    /** What every replica is started with. */
    static List<String> options() {
        return List.of("-Dcoop.store.refresh=500ms", "-Dcoop.adapt.checkpoint=500ms", "-Dcoop.adapt.lease=3s",
                "-Dcoop.retention.grace=" + GRACE.toSeconds() + "s", "-Dcoop.retention.interval=" + INTERVAL.toSeconds() + "s");
    }

    Outcome perform() throws InterruptedException {
        List<String> options = new ArrayList<>(options());
        options.addAll(plan.options());
        options.addAll(storage.options());
        for (int i = 1; i <= plan.replicas(); i++) {
            replicas.add(new Replica("replica-" + i, folder.resolve("replica-" + i), plan.runner(), options));
        }
        try {
            for (Replica replica : replicas) {
                replica.awaitReady();
            }
            world = prepare();
            killer = new Killer(replicas, new Dice(plan.seed(), "killer"), plan.percentFrozen());
            for (int i = 1; i <= CLIENTS; i++) {
                clients.add(new Client("client-" + i, world, new Dice(plan.seed(), "client-" + i), plan.appetite()));
            }
            do {
                strike();
                settle();
                compare();
            } while (plan.endsWithALoss() && !isEnough() && killer.harms() < plan.kills());
            report();
            return new Outcome(killer.kills(), operations.get(), storage.faults() + killer.freezes(), losses.lines());
        } finally {
            replicas.forEach(Replica::close);
        }
    }

    /** The shared tenant has a data set and a prompt from the beginning; of that prompt, everybody has the file. */
    private World prepare() {
        TenantModel shared = new TenantModel(SHARED, true);
        World early = new World(replicas, line, shared, new byte[0], losses, operations, new AtomicBoolean());
        Dice dice = new Dice(plan.seed(), SHARED);
        new DatasetDeeds(early, dice).upload(shared, DatasetDeeds.NAMES.get(0));
        RunDeeds runs = new RunDeeds(early, dice);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (shared.runs().stream().noneMatch(RunModel::hasSucceeded)) {
            mustBeBefore(end, "no run succeeds");
            if (shared.openRuns().isEmpty()) {
                runs.beginShort(shared);
            }
            Hand.pause(50);
            runs.look(shared);
        }
        RunModel first = shared.runs().stream().filter(RunModel::hasSucceeded).findFirst().orElseThrow();
        byte[] file;
        Answer answer;
        do {
            mustBeBefore(end, "no download succeeds");
            answer = line.get(dice.from(replicas),
                    shared.at("/prompts/%s/versions/%d/prompt.safetensors".formatted(first.prompt(), first
                            .version())));
        } while (!answer.isGood());
        file = answer.body();
        shared.prompt(first.prompt()).seen(first.version(), ContentHash.of(file));
        return new World(replicas, line, shared, file, losses, operations, new AtomicBoolean());
    }

    private static void mustBeBefore(long end, String otherwise) {
        if (System.nanoTime() > end) {
            throw new AssertionError(otherwise + " although nobody disturbs");
        }
    }

    /** Clients stop at the last harm, so that what was under way then is compared as it was left. */
    private void strike() throws InterruptedException {
        List<Thread> threads = clients.stream().map(client -> new Thread(client, client.toString())).toList();
        world.over().set(false);
        threads.forEach(Thread::start);
        int told = killer.kills();
        int before = killer.harms();
        while (!world.over().get()) {
            killer.strike(() -> world.over().set(plan.endsWithALoss()
                    ? killer.harms() - before >= plan.harms()
                    : killer.kills() >= plan.kills()));
            if (killer.kills() >= told + 10) {
                told = killer.kills();
                report();
            }
        }
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " does not come to an end");
            }
        }
        for (Replica replica : replicas) {
            replica.awaitReady();
        }
    }

    private void report() {
        System.out.printf("torture of %s: %d kills, %d freezes, %d operations, %d wire faults, %d losses%n", name,
                killer.kills(),
                killer.freezes(), operations.get(), storage.faults(), losses.lines().size());
    }

    private List<TenantModel> tenants() {
        List<TenantModel> all = new ArrayList<>(List.of(world.shared()));
        clients.forEach(client -> all.addAll(client.tenants()));
        return all;
    }

    /** No more faults; all that was accepted comes to its end, and what is nobody's is old enough to be cleared away. */
    private void settle() throws InterruptedException {
        storage.calm();
        clients.forEach(Client::finish);
        RunDeeds runs = new RunDeeds(world, new Dice(plan.seed(), "settle"));
        if (plan.endsWithALoss()) {
            tenants().forEach(tenant -> tenant.openRuns().forEach(run -> runs.cancel(tenant, run)));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end
                && (tenants().stream().anyMatch(tenant -> !tenant.openRuns().isEmpty()) || !new Inventory(
                        storage).below("open/").isEmpty())) {
            for (TenantModel tenant : tenants()) {
                for (RunModel run : tenant.openRuns()) {
                    runs.hear(tenant, run, runs.get(tenant, "/adaptations/" + run.id()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        TimeUnit.MILLISECONDS.sleep(plan.endsWithALoss()
                ? INTERVAL.toMillis() // what a replica may not have seen yet
                : GRACE.plus(INTERVAL).plus(INTERVAL).toMillis());
    }

    private boolean isEnough() {
        return plan.endsWithALoss() && !losses.lines().isEmpty();
    }

    private void compare() {
        Inventory inventory = new Inventory(storage);
        tenants().forEach(tenant -> new Comparison(world, inventory, tenant).compare());
        Orphans orphans = new Orphans(inventory, losses);
        orphans.findDeposed();
        if (!plan.endsWithALoss()) {
            orphans.find();
        }
    }

    /** For the report: nothing but numbers. */
    static Map<String, Object> sum(List<String> stores, List<Outcome> outcomes) {
        Map<String, Object> sum = new LinkedHashMap<>();
        sum.put("stores", stores);
        sum.put("kills", outcomes.stream().mapToInt(Outcome::kills).sum());
        sum.put("operations", outcomes.stream().mapToInt(Outcome::operations).sum());
        sum.put("faults", outcomes.stream().mapToInt(Outcome::faults).sum());
        sum.put("losses", outcomes.stream().mapToInt(outcome -> outcome.losses().size()).sum());
        return sum;
    }
}
