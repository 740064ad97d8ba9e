package org.qfsync.sandbox;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/** What may happen to a user's journal between two nights. */
final class JournalChanges {
    /** Kinds of change. */
    enum Kind {
        NOTE_WRITTEN,
        NOTE_REWRITTEN,
        NOTE_DELETED,
        SESSION_BEGUN,
        SESSION_MOVED,
        DAY_READ,
        STREAK_GROWN,
        STREAK_BROKEN,
        PREFERENCES_CHANGED,
        GOAL_CHANGED,
        NAME_CHANGED
    }

    /**
     * One user's change in one night.
     *
     * @param number 0 for the night's own change, above for one of the changes of {@link Stirring}
     */
    record Change(int night, int user, Kind kind, int number) {}

    private final Seeded seeded;
    private final JournalFiller filler;

    JournalChanges(Seeded seeded, JournalFiller filler) {
        this.seeded = seeded;
        this.filler = filler;
    }

    /** Whether this kind of change would change anything. */
    static boolean isPossible(Kind kind, Journal journal) {
        return switch (kind) {
            case NOTE_REWRITTEN, NOTE_DELETED -> !journal.notes().isEmpty();
            case SESSION_MOVED -> !journal.sessions().isEmpty();
            case STREAK_BROKEN -> journal.streaks().stream().anyMatch(JournalChanges::isActive);
            default -> true;
        };
    }

    void apply(JournalDraft draft, Change change) {
        SplittableRandom random = seeded.random(
                80, change.night(), change.user(), change.kind().name().hashCode(), change.number());
        boolean stirred = change.number() > 0;
        draft.at(
                stirred ? Stirring.moment(change.night(), change.number()) : NightChanges.moment(change.night()),
                change.night(),
                stirred);
        switch (change.kind()) {
            case NOTE_WRITTEN -> filler.note(draft, random, JournalFiller.body() + " of night " + change.night());
            case NOTE_REWRITTEN ->
                draft.rewrite(any(draft.notes(), random), "[rewritten in night " + change.night() + "]");
            case NOTE_DELETED -> draft.delete(any(draft.notes(), random));
            case SESSION_BEGUN -> draft.session(filler.anyVerse(random));
            case SESSION_MOVED -> draft.move(any(draft.sessions(), random), filler.anyVerse(random));
            case DAY_READ -> read(draft, random);
            case STREAK_GROWN -> grow(draft);
            case STREAK_BROKEN -> active(draft).ifPresent(streak -> streak.put("status", "BROKEN"));
            case PREFERENCES_CHANGED -> Preferences.audio(draft.preferences(), random);
            case GOAL_CHANGED -> draft.goal(any(JournalFiller.GOALS, random), change.night());
            case NAME_CHANGED -> draft.profile().put("firstName", "Renamed " + change.night());
        }
    }

    /** Today is new or goes on; a device that was offline brings more of yesterday. */
    private void read(JournalDraft draft, SplittableRandom random) {
        filler.read(draft.day(draft.today(), "QURAN"), random);
        if (random.nextInt(3) == 0) {
            filler.read(draft.day(draft.today().minusDays(1), "QURAN"), random);
        }
    }

    private static void grow(JournalDraft draft) {
        active(draft)
                .ifPresentOrElse(
                        streak -> JournalDraft.last(streak, start(streak), draft.today(), true),
                        () -> draft.streak(draft.today(), draft.today(), true));
    }

    private static Optional<ObjectNode> active(JournalDraft draft) {
        return draft.streaks().stream().filter(JournalChanges::isActive).findFirst();
    }

    private static LocalDate start(ObjectNode streak) {
        return LocalDate.parse(streak.path("startDate").stringValue("").substring(0, 10));
    }

    private static boolean isActive(ObjectNode streak) {
        return streak.path("status").stringValue("").equals("ACTIVE");
    }

    private static <T> T any(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
