package org.qfsync.sandbox;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.qfsync.domain.Fingerprint;

/** Counts what happens. Thread-safe. */
final class Tally {
    private static final String REUSES = "reuses";
    private static final String FAULTS = "faults";
    private static final String CODE_REPLAYS = "code replays";
    private static final String REVOCATIONS = "revocations";
    private static final String UNAUTHENTICATED = "unauthenticated";

    private final Map<String, LongAdder> routes = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> tokens = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> subs = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> statuses = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refreshes = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();

    void request(Route route) {
        count(routes, route.label());
    }

    void token(String accessToken) {
        count(tokens, Fingerprint.of(accessToken));
    }

    void user(String sub) {
        count(subs, sub);
    }

    void response(int status) {
        count(statuses, String.valueOf(status));
    }

    void fault() {
        count(events, FAULTS);
    }

    void codeReplay() {
        count(events, CODE_REPLAYS);
    }

    void revocation() {
        count(events, REVOCATIONS);
    }

    void unauthenticated() {
        count(events, UNAUTHENTICATED);
    }

    void refresh(String sub, Grants.Refresh refresh) {
        if (refresh.outcome() == Grants.Outcome.REFRESHED) {
            count(refreshes, sub);
        }
        if (refresh.wasSpent()) {
            count(events, REUSES);
        }
    }

    void reset() {
        routes.clear();
        tokens.clear();
        subs.clear();
        statuses.clear();
        refreshes.clear();
        events.clear();
    }

    SandboxStats stats() {
        Map<String, Long> byRoute = snapshot(routes);
        Map<String, Long> counted = snapshot(events);
        return new SandboxStats(
                byRoute.values().stream().mapToLong(Long::longValue).sum(),
                byRoute,
                snapshot(tokens),
                snapshot(subs),
                snapshot(statuses),
                byRoute.getOrDefault(Route.TOKEN.label(), 0L),
                snapshot(refreshes),
                counted.getOrDefault(REUSES, 0L),
                counted.getOrDefault(FAULTS, 0L),
                counted.getOrDefault(CODE_REPLAYS, 0L),
                counted.getOrDefault(REVOCATIONS, 0L),
                counted.getOrDefault(UNAUTHENTICATED, 0L));
    }

    private static void count(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, any -> new LongAdder()).increment();
    }

    private static Map<String, Long> snapshot(Map<String, LongAdder> counters) {
        Map<String, Long> numbers = new TreeMap<>();
        counters.forEach((name, counter) -> numbers.put(name, counter.sum()));
        return numbers;
    }
}
