package org.qfsync.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.HealthGroup;
import org.springframework.boot.health.contributor.Health;

/**
 * Answers about health from memory for a few seconds, and lets one request at a time find out anew: anybody may ask, and
 * however many do, the database is not asked more often. The others get what was known while that is of some use, or
 * wait a little. Thread-safe.
 */
final class HealthMemory {
    static final Duration FRESH = Duration.ofSeconds(3);
    /** An older answer says nothing of now, such as that of an hour ago to who asks hourly. */
    static final Duration USABLE = Duration.ofSeconds(30);
    /** Who asks while an answer is being found out, and has no usable one, waits so long at most. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Function<HealthGroup, Health> ask;
    private final Clock clock;
    private final Map<HealthGroup, Known> groups = new EnumMap<>(HealthGroup.class);

    HealthMemory(Function<HealthGroup, Health> ask, Clock clock) {
        this.ask = ask;
        this.clock = clock;
        for (HealthGroup group : HealthGroup.values()) {
            groups.put(group, new Known(group));
        }
    }

    /** How it is, or was a few seconds ago. */
    Health of(HealthGroup group) {
        Known known = groups.get(group);
        if (known == null) {
            throw new IllegalArgumentException("no such group: " + group);
        }
        return known.health();
    }

    private record Answer(Health health, Instant at) {}

    private final class Known {
        private final HealthGroup group;
        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable Answer last;

        Known(HealthGroup group) {
            this.group = group;
        }

        Health health() {
            Answer known = youngerThan(USABLE);
            if (known != null && isYounger(known, FRESH)) {
                return known.health;
            }
            if (!mayAsk(known)) {
                return known == null
                        ? Health.down()
                                .withDetail("health", "is still being found out")
                                .build()
                        : known.health;
            }
            try {
                Answer meanwhile = youngerThan(FRESH);
                return meanwhile != null ? meanwhile.health : anew();
            } finally {
                asking.unlock();
            }
        }

        /** Who knows what it was does not wait for what it is. */
        private boolean mayAsk(@Nullable Answer known) {
            try {
                return known == null ? asking.tryLock(WAIT.toMillis(), TimeUnit.MILLISECONDS) : asking.tryLock();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private Health anew() {
            Health health = ask.apply(group);
            last = new Answer(health, clock.instant());
            return health;
        }

        private @Nullable Answer youngerThan(Duration age) {
            Answer answer = last;
            return answer != null && isYounger(answer, age) ? answer : null;
        }

        private boolean isYounger(Answer answer, Duration age) {
            return Duration.between(answer.at, clock.instant()).compareTo(age) < 0;
        }
    }
}
