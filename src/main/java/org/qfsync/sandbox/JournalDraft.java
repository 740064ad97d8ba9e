package org.qfsync.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.qfsync.sandbox.Journal.Goal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A user's journal while it is being made up. Not thread-safe. */
final class JournalDraft {
    private static final String QURAN = "QURAN";
    private static final Comparator<ObjectNode> NEWEST_NOTE = newest("createdAt");
    private static final Comparator<ObjectNode> NEWEST_SESSION = newest("updatedAt");

    private final Seeded seeded;
    private final int user;
    private final LocalDate firstDay;
    private final SplittableRandom pauses;
    private final List<ObjectNode> notes = new ArrayList<>();
    private final List<ObjectNode> sessions = new ArrayList<>();
    private final List<ObjectNode> days = new ArrayList<>();
    private final List<ObjectNode> streaks = new ArrayList<>();
    private final List<Mutation> gone = new ArrayList<>();
    private final ObjectNode preferences = JsonNodeFactory.instance.objectNode();
    private final ObjectNode profile = JsonNodeFactory.instance.objectNode();
    private @Nullable Goal goal;
    private Instant now;
    private LocalDate today;
    private int notesEver;
    private int sessionsEver;
    private int streaksEver;
    private boolean hurried;

    /** @param firstDay the date of the night on which the world began */
    JournalDraft(Seeded seeded, int user, LocalDate firstDay) {
        this.seeded = seeded;
        this.user = user;
        this.firstDay = firstDay;
        this.today = firstDay;
        this.pauses = seeded.random(60, user);
        this.now = Instant.parse("2023-06-01T00:00:00Z").plus(Duration.ofSeconds(pauses.nextInt(86_400 * 500)));
    }

    /** What follows happens at that moment of that night and later; in a hurry, within a second. */
    void at(Instant moment, int night, boolean inAHurry) {
        now = moment.isAfter(now) ? moment : now;
        hurried = inAHurry;
        today = firstDay.plusDays(night);
    }

    LocalDate today() {
        return today;
    }

    List<ObjectNode> notes() {
        return notes;
    }

    List<ObjectNode> sessions() {
        return sessions;
    }

    List<ObjectNode> streaks() {
        return streaks;
    }

    ObjectNode preferences() {
        return preferences;
    }

    ObjectNode profile() {
        return profile;
    }

    ObjectNode note(String body) {
        String moment = tick();
        ObjectNode note = item(seeded.id(61, user, notesEver++));
        note.put("createdAt", moment).put("updatedAt", moment).put("body", body);
        notes.add(note);
        return note;
    }

    void rewrite(ObjectNode note, String body) {
        note.put("body", body).put("updatedAt", tick());
    }

    void delete(ObjectNode note) {
        notes.remove(note);
        tick();
        gone.add(Mutation.gone(Mutation.NOTE, NoteEndpoint.id(note), now));
    }

    void session(QuranStructure.Verse verse) {
        ObjectNode session = item(seeded.id(62, user, sessionsEver++));
        sessions.add(session);
        move(session, verse);
    }

    /** A session that was touched a moment ago goes on elsewhere, and keeps its id. */
    void move(ObjectNode session, QuranStructure.Verse verse) {
        session.put("updatedAt", tick());
        session.put("chapterNumber", verse.chapter()).put("verseNumber", verse.number());
    }

    /** The day of that date and kind of activity, made if there is none. */
    ObjectNode day(LocalDate date, String type) {
        return days.stream()
                .filter(day -> day.path("date").stringValue("").equals(date.toString())
                        && day.path("type").stringValue("").equals(type))
                .findFirst()
                .orElseGet(() -> {
                    long offset = date.toEpochDay() - firstDay.toEpochDay();
                    ObjectNode day = item(seeded.id(63, user, offset, type.hashCode()));
                    day.put("date", date.toString()).put("progress", 0.0).put("type", type);
                    days.add(day);
                    return day;
                });
    }

    ObjectNode streak(LocalDate from, LocalDate to, boolean active) {
        ObjectNode streak = item(seeded.id(64, user, streaksEver++));
        streaks.add(streak);
        return last(streak, from, to, active);
    }

    static ObjectNode last(ObjectNode streak, LocalDate from, LocalDate to, boolean active) {
        return streak.put("startDate", from + "T00:00:00.000Z")
                .put("endDate", to + "T23:59:59.999Z")
                .put("type", QURAN)
                .put("status", active ? "ACTIVE" : "BROKEN")
                .put("days", (int) (to.toEpochDay() - from.toEpochDay() + 1));
    }

    Optional<String> goal() {
        return Optional.ofNullable(goal).map(Goal::type);
    }

    void goal(String type, int number) {
        ObjectNode plan = JsonNodeFactory.instance.objectNode();
        goal = new Goal(type, plan.put("hasGoal", true).put("goalId", seeded.id(65, user, number)));
    }

    Journal freeze(LocalDate tonight) {
        notes.sort(NEWEST_NOTE);
        sessions.sort(NEWEST_SESSION);
        Optional<Goal> planned = Optional.ofNullable(goal);
        planned.ifPresent(set -> days.stream()
                .filter(day -> day.path("date").stringValue("").equals(tonight.toString())
                        && day.path("type").stringValue("").equals(QURAN))
                .forEach(set.plan()::setAll));
        return new Journal(
                List.copyOf(notes),
                List.copyOf(sessions),
                List.copyOf(days),
                List.copyOf(streaks),
                planned,
                preferences,
                profile,
                List.copyOf(gone));
    }

    private static ObjectNode item(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }

    private static Comparator<ObjectNode> newest(String field) {
        return Comparator.comparing((ObjectNode item) -> item.path(field).stringValue(""))
                .reversed()
                .thenComparing(NoteEndpoint::id);
    }

    private String tick() {
        now = now.plusMillis(hurried ? 1 : 1_000 + pauses.nextInt(3_600_000));
        return Timestamps.text(now);
    }
}
