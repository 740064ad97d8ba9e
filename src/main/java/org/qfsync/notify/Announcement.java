package org.qfsync.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one channel is to be told.
 *
 * @param events worst first; empty if nothing
 * @param then what is to be remembered once it has been told
 */
record Announcement(List<Event> events, Map<Subject, Told> then) {
    Announcement {
        events = List.copyOf(events);
        then = Map.copyOf(then);
    }

    /**
     * Compares how things are with what the channel was told.
     *
     * @param truth how things are, and since when, whoever was told
     */
    static Announcement of(
            List<Condition> conditions,
            Map<Subject, Told> told,
            Map<Subject, Told> truth,
            Instant now,
            Duration remindAfter) {
        List<Event> events = new ArrayList<>();
        Map<Subject, Told> then = new EnumMap<>(Subject.class);
        for (Condition condition : conditions) {
            Told last = told.getOrDefault(condition.subject(), Told.nothing(now));
            Instant since =
                    truth.getOrDefault(condition.subject(), Told.nothing(now)).since();
            Optional<Change> change = Change.between(last, condition, now, remindAfter);
            change.ifPresent(what -> {
                events.add(event(what, condition, since, last.number()));
                then.put(condition.subject(), Change.after(last, condition, since, now));
            });
            if (change.isEmpty() && condition.level().isBad() && condition.level() != last.level()) {
                // Better, yet not good: not told, but if it is as bad as before again, that is.
                then.put(condition.subject(), last.withLevel(condition.level()));
            }
        }
        events.sort(Comparator.comparing(Event::level).reversed());
        return new Announcement(events, then);
    }

    /** Of something bad of which nothing is remembered but since when, and how often it was told. */
    static Event problem(Condition condition, Instant since, long number) {
        return event(Change.PROBLEM, condition, since, number);
    }

    private static Event event(Change change, Condition now, Instant since, long number) {
        String id = Message.id(String.join(
                " ",
                now.subject().id(),
                change.id(),
                now.level().id(),
                String.join(",", now.sortedCauses()),
                since.toString(),
                Long.toString(number)));
        return new Event(id, now.subject().id(), change, now.level(), since, now.title(), now.size(), now.advice());
    }
}
