package io.coopserve.classify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits for the image tower, one of each sender in turn, so that who sends many images at once waits for the tower's time
 * and others do not. Places are taken before anything is done for an image, and given back when it leaves. Thread-safe.
 *
 * @param <T> what waits
 */
final class ImageQueue<T> {
    private final int places;
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>(); // by sender; whose turn it is comes first
    private int taken;

    ImageQueue(int places) {
        this.places = places;
    }

    /**
     * Takes places.
     *
     * @param ahead how many may be taken already
     * @return whether there were as many; else none is taken
     */
    synchronized boolean reserve(int count, int ahead) {
        boolean room = taken <= ahead && count <= places - taken;
        taken += room ? count : 0;
        return room;
    }

    /** Gives back places of what does not come. */
    synchronized void release(int count) {
        taken -= count;
    }

    /** Places that are taken. */
    synchronized int taken() {
        return taken;
    }

    /** Has something wait in places that were reserved. */
    synchronized void add(String sender, List<T> images) {
        waiting.computeIfAbsent(sender, name -> new ArrayDeque<>()).addAll(images);
        notifyAll();
    }

    /** Takes back what still waits of it. */
    synchronized List<T> remove(String sender, List<T> images) {
        List<T> removed = new ArrayList<>();
        waiting.computeIfPresent(sender, (name, all) -> {
            images.stream().filter(all::remove).forEach(removed::add);
            return all.isEmpty() ? null : all;
        });
        taken -= removed.size();
        return removed;
    }

    /** The next one; blocks while nothing waits. */
    synchronized T take() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return next();
    }

    /** Moves what is next to a batch, until that has a number of images or nothing waits any more. */
    synchronized void drainTo(Collection<T> batch, int most) {
        while (batch.size() < most && !waiting.isEmpty()) {
            batch.add(next());
        }
    }

    private T next() {
        Iterator<Map.Entry<String, Deque<T>>> turns = waiting.entrySet().iterator();
        Map.Entry<String, Deque<T>> turn = turns.next();
        turns.remove();
        T next = turn.getValue().remove();
        taken--;
        if (!turn.getValue().isEmpty()) {
            waiting.put(turn.getKey(), turn.getValue());
        }
        return next;
    }
}
