package io.coopserve.torture;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills replicas and starts them again, and freezes one now and then for longer than its lease. */
final class Killer {
    private final List<Replica> replicas;
    private final Dice dice;
    private final int percentFrozen;
    private int strikes;
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger freezes = new AtomicInteger();

    Killer(List<Replica> replicas, Dice dice, int percentFrozen) {
        this.replicas = replicas;
        this.dice = dice;
        this.percentFrozen = percentFrozen;
    }

    int kills() {
        return kills.get();
    }

    int freezes() {
        return freezes.get();
    }

    int harms() {
        return strikes;
    }

    /**
     * Does one harm; when this returns all replicas serve again.
     *
     * @param atHarm called at that very moment
     */
    void strike(Runnable atHarm) throws InterruptedException {
        Hand.pause(dice.between(300, 3_000));
        Replica victim = dice.from(replicas);
        strikes++;
        if (strikes * percentFrozen / 100 > (strikes - 1) * percentFrozen / 100) {
            freezes.incrementAndGet();
            victim.freeze();
            atHarm.run();
            Hand.pause(dice.between(4_000, 8_000));
            victim.thaw();
            return;
        }
        kill(victim);
        atHarm.run();
        boolean both = dice.chance(10);
        if (both) {
            replicas.stream().filter(other -> other != victim).forEach(this::killQuietly);
        }
        Hand.pause(dice.between(0, 1_000));
        for (Replica replica : both ? replicas : List.of(victim)) {
            replica.start();
        }
        for (Replica replica : replicas) {
            replica.awaitReady();
        }
    }

    private void killQuietly(Replica replica) {
        try {
            kill(replica);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(Replica replica) throws InterruptedException {
        replica.kill();
        kills.incrementAndGet();
    }
}
