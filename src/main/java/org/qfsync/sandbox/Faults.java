package org.qfsync.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules in force, and the dice. Draws come from the seed: the k-th request that a rule covers always fares alike. */
final class Faults {
    private record Active(FaultRule rule, AtomicInteger draws, AtomicInteger left) {}

    private final Seeded seeded;
    private final List<Active> active = new CopyOnWriteArrayList<>();

    Faults(Seeded seeded, List<FaultRule> rules) {
        this.seeded = seeded;
        rules.forEach(this::add);
    }

    void add(FaultRule rule) {
        active.add(new Active(rule, new AtomicInteger(), new AtomicInteger(rule.times())));
    }

    void clear() {
        active.clear();
    }

    /** The first rule that strikes this request. */
    Optional<FaultRule> draw(Route route, Optional<String> sub) {
        for (Active candidate : active) {
            FaultRule rule = candidate.rule();
            if (rule.covers(route, sub) && strikes(candidate) && takes(candidate.left())) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private boolean strikes(Active candidate) {
        FaultRule rule = candidate.rule();
        int draw = candidate.draws().getAndIncrement();
        return seeded.fraction(60, rule.route().hashCode(), rule.effect().name().hashCode(), rule.status(), draw)
                < rule.probability();
    }

    private static boolean takes(AtomicInteger left) {
        return left.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
    }
}
