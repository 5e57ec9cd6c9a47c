package io.coopserve.demo.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a drawing shall have: of each kind (figures, colours, ...) none, one, or several of which one is taken.
 *
 * @param choices of one kind each, never empty
 */
record Wishes(List<List<Named>> choices) {
    static final Wishes NONE = new Wishes(List.of());

    /** These instead of what was wished of their kind. */
    Wishes and(List<? extends Named> wanted) {
        Class<?> kind = wanted.get(0).getClass();
        List<List<Named>> next = new ArrayList<>();
        for (List<Named> choice : choices) {
            if (choice.get(0).getClass() != kind) {
                next.add(choice);
            }
        }
        if (wanted.stream().anyMatch(one -> one.getClass() != kind)) {
            throw new IllegalArgumentException("choices are of one kind, say the others by a call of their own: " + wanted);
        }
        next.add(List.copyOf(wanted));
        return new Wishes(List.copyOf(next));
    }

    boolean have(Class<? extends Named> kind) {
        return choices.stream().anyMatch(choice -> kind.isInstance(choice.get(0)));
    }

    /** One of the wanted ones, each as likely; empty if there is no wish. */
    <T extends Named> Optional<T> draw(Class<T> kind, RandomGenerator random) {
        for (List<Named> choice : choices) {
            if (kind.isInstance(choice.get(0))) {
                return Optional.of(kind.cast(choice.get(random.nextInt(choice.size()))));
            }
        }
        return Optional.empty();
    }
}
