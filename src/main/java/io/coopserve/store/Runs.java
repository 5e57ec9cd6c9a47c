package io.coopserve.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.TenantId;

/**
 * What is kept of adaptation runs: the request, written before the run is acknowledged; then, under the attempt that wrote
 * it, what happened and how it ended. Readers trust the highest attempt.
 */
@ApplicationScoped
public class Runs {
    private static final String STATE = ".safetensors";
    private static final String EVENTS = ".ndjson";

    private final ObjectStore store;

    Runs(ObjectStore store) {
        this.store = store;
    }

    /** Records what was asked for; once more is no failure. */
    public void begin(TenantId tenant, String run, Object request) {
        store.create(request(tenant, run), Json.write(request));
    }

    /** Forgets a run that was not accepted. */
    public void withdraw(TenantId tenant, String run) {
        store.delete(folder(tenant, run));
    }

    /**
     * Takes over a run; of several racing callers each gets an attempt of its own, and the last one counts.
     *
     * @param holder replica that takes it
     */
    public RunAttempt claim(TenantId tenant, String run, String holder) {
        for (int number = highest(tenant, run) + 1;; number++) {
            if (store.create(leases(tenant, run).then(number), holder.getBytes(StandardCharsets.UTF_8))) {
                return new RunAttempt(tenant, run, number);
            }
        }
    }

    /** Whether nobody has taken over since. */
    public boolean isHeld(RunAttempt attempt) {
        return highest(attempt.tenant(), attempt.run()) == attempt.number();
    }

    /** The replica that took the run with this attempt. */
    public String holder(RunAttempt attempt) {
        return store.read(leases(attempt.tenant(), attempt.run()).then(attempt.number())).map(name -> new String(name,
                StandardCharsets.UTF_8)).orElse("");
    }

    /** The attempt that counts, if there was one. */
    public Optional<RunAttempt> attempt(TenantId tenant, String run) {
        return Optional.of(highest(tenant, run)).filter(number -> number > 0).map(number -> new RunAttempt(tenant, run,
                number));
    }

    /**
     * Records events.
     *
     * @param sequence number of the first one
     */
    public void append(RunAttempt attempt, long sequence, List<?> events) {
        store.create(events(attempt).then(sequence + EVENTS), Json.writeLines(events));
    }

    /** Events of an attempt whose number is higher than the given one, in order. */
    public <T> List<T> events(RunAttempt attempt, long after, Class<T> type) {
        return Numbers.in(store.list(events(attempt)), EVENTS).stream().filter(sequence -> sequence > after).flatMap(
                sequence -> events(attempt, type, sequence).stream()).toList();
    }

    /** The last event that was recorded. */
    public <T> Optional<T> lastEvent(RunAttempt attempt, Class<T> type) {
        List<T> last = events(attempt, type, Numbers.highest(Numbers.in(store.list(events(attempt)), EVENTS)));
        return last.isEmpty() ? Optional.empty() : Optional.of(last.get(last.size() - 1));
    }

    private <T> List<T> events(RunAttempt attempt, Class<T> type, long sequence) {
        return store.read(events(attempt).then(sequence + EVENTS)).map(bytes -> Json.readLines(bytes, type)).orElse(List.of());
    }

    /** Records how it ended; the first word of an attempt counts. */
    public void end(RunAttempt attempt, Object end) {
        store.create(folder(attempt).then("end.json"), Json.write(end));
    }

    /** Records that who held the run before writes nothing any more. */
    public void stopped(RunAttempt attempt) {
        store.create(folder(attempt).then("stopped"), new byte[0]);
    }

    public boolean hasStopped(RunAttempt attempt) {
        return store.list(folder(attempt)).stream().anyMatch(List.of("stopped", "end.json")::contains);
    }

    /** Keeps where an attempt is. */
    public void checkpoint(RunAttempt attempt, int step, byte[] state) {
        store.create(checkpoints(attempt).then(step + STATE), state);
    }

    public void forgetCheckpoint(RunAttempt attempt, int step) {
        store.delete(List.of(checkpoints(attempt).then(step + STATE)));
    }

    /**
     * Where the attempt that came furthest was: all attempts at a run compute the same.
     *
     * @param after only later steps count
     * @param upTo the last step that counts
     */
    public Optional<byte[]> checkpoint(TenantId tenant, String run, int after, int upTo) {
        RunAttempt furthest = null;
        long step = after;
        for (int number = highest(tenant, run); number > 0; number--) {
            RunAttempt attempt = new RunAttempt(tenant, run, number);
            for (long kept : Numbers.in(store.list(checkpoints(attempt)), STATE)) {
                if (kept > step && kept <= upTo) {
                    furthest = attempt;
                    step = kept;
                }
            }
        }
        return furthest == null ? Optional.empty() : store.read(checkpoints(furthest).then(step + STATE));
    }

    public <T> Optional<T> end(TenantId tenant, String run, Class<T> type) {
        return attempt(tenant, run).flatMap(attempt -> end(attempt, type));
    }

    /**
     * How an attempt or one before it has ended the run. The word of any of them counts, since it is given only when it is settled
     * what the run has published: whoever takes over in that moment may die before it repeats it.
     */
    public <T> Optional<T> end(RunAttempt attempt, Class<T> type) {
        return store.read(folder(attempt).then("end.json")).map(bytes -> Json.read(bytes, type)).or(() -> attempt.former()
                .flatMap(former -> end(former, type)));
    }

    /** Says that somebody follows the run from another replica than the one that performs it. */
    public void attend(TenantId tenant, String run, String reader) {
        store.create(readers(tenant, run).then(reader), new byte[0]);
    }

    public void leave(TenantId tenant, String run, String reader) {
        store.delete(List.of(readers(tenant, run).then(reader)));
    }

    public boolean isAttended(TenantId tenant, String run) {
        return !store.walk(readers(tenant, run)).isEmpty();
    }

    /** Runs by name; names sort by the time of their start. */
    public List<String> list(TenantId tenant) {
        return store.list(ObjectKey.of(tenant).then("runs"));
    }

    public <T> Optional<T> request(TenantId tenant, String run, Class<T> type) {
        return store.read(request(tenant, run)).map(bytes -> Json.read(bytes, type));
    }

    private int highest(TenantId tenant, String run) {
        return (int) Numbers.highest(Numbers.in(store.list(leases(tenant, run))));
    }

    static ObjectKey request(TenantId tenant, String run) {
        return folder(tenant, run).then("run.json");
    }

    static ObjectKey folder(TenantId tenant, String run) {
        return ObjectKey.of(tenant).then("runs", run);
    }

    private static ObjectKey leases(TenantId tenant, String run) {
        return folder(tenant, run).then("leases");
    }

    private static ObjectKey readers(TenantId tenant, String run) {
        return folder(tenant, run).then("readers");
    }

    private static ObjectKey folder(RunAttempt attempt) {
        return folder(attempt.tenant(), attempt.run()).then(attempt.number());
    }

    private static ObjectKey checkpoints(RunAttempt attempt) {
        return folder(attempt).then("checkpoints");
    }

    private static ObjectKey events(RunAttempt attempt) {
        return folder(attempt).then("events");
    }
}
