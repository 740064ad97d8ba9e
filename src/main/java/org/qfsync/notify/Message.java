package org.qfsync.notify;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qfsync.domain.Fingerprint;
import org.qfsync.report.RunHead;

/**
 * What a channel is told at once. It holds counts and causes, and nothing that is about one person.
 *
 * @param at when it was written
 * @param environment the service's environment that the copy is from
 * @param run after which it was written; empty if there was none
 * @param page where to look; empty if there is no such page
 */
record Message(Instant at, String environment, Optional<RunHead> run, Optional<URI> page, List<Event> events) {
    private static final int ID_LENGTH = 32;

    Message {
        events = List.copyOf(events);
    }

    /** The same whenever the same is told again. */
    String id() {
        return id(events.stream().map(Event::id).collect(Collectors.joining(" ")));
    }

    /** The id of that. */
    static String id(String whatItIs) {
        return Fingerprint.longOf(whatItIs).substring(0, ID_LENGTH);
    }

    /** The worst of it. */
    Level level() {
        return events.stream().map(Event::level).max(Level::compareTo).orElse(Level.GOOD);
    }

    boolean isTest() {
        return events.stream().anyMatch(event -> event.change() == Change.TEST);
    }
}
