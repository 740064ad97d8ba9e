package org.qfsync.sandbox;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes up what a user writes, reads and wants, always the same for the same seed. Thread-safe. */
final class JournalFiller {
    /** How much there is of everything. */
    record Volumes(int notes, int sessions, int days, int streaks) {}

    static final List<String> GOALS = List.of("QURAN_TIME", "QURAN_PAGES", "QURAN_RANGE");

    /** In the order of {@link AwkwardUsers}: around every size of page, and once far beyond it. */
    private static final List<Volumes> AWKWARD = List.of(
            new Volumes(0, 0, 0, 0),
            new Volumes(1_001, 51, 50, 21),
            new Volumes(7, 1, 1, 2),
            new Volumes(1, 0, 20, 1),
            new Volumes(20, 21, 13, 20),
            new Volumes(21, 20, 21, 0),
            new Volumes(3, 3, 3, 1),
            new Volumes(50, 50, 51, 51),
            new Volumes(51, 2, 1_100, 50),
            new Volumes(2, 1, 0, 0));

    private static final Volumes UNIFORM = new Volumes(3, 2, 10, 1);
    private static final List<String> BODIES_TO_SURVIVE = List.of(
            "sechs6",
            "[ملاحظة تجريبية]\u200f (placeholder)",
            "🌱🤲🏽 placeholder 👨‍👩‍👧",
            "\"Quotes\", 'apostrophes' & <b>tags</b>, 100 % of them",
            "line one\nline two\r\n\ttabbed; back\\slash",
            "'; DROP TABLE note; --",
            "long ".repeat(2_000));

    private final Seeded seeded;
    private final QuranStructure structure;
    private final List<String> activities;
    private final boolean prelive;

    JournalFiller(Seeded seeded, QuranStructure structure, List<String> activities, boolean prelive) {
        this.seeded = seeded;
        this.structure = structure;
        this.activities = activities;
        this.prelive = prelive;
    }

    JournalDraft draft(UserShape shape, int user, LocalDate firstDay) {
        JournalDraft draft = new JournalDraft(seeded, user, firstDay);
        SplittableRandom random = seeded.random(70, user);
        boolean awkward = shape == UserShape.MIXED && user < AwkwardUsers.COUNT;
        Volumes volumes = shape == UserShape.UNIFORM ? UNIFORM : awkward ? AWKWARD.get(user) : volumes(random);
        for (int number = 1; number <= volumes.notes(); number++) {
            note(draft, random, awkward && user == AwkwardUsers.NAMES ? BODIES_TO_SURVIVE.get(number - 1) : body());
        }
        for (int left = volumes.sessions(); left > 0; left--) {
            draft.session(anyVerse(random));
        }
        boolean planned = volumes.days() > 0 && random.nextInt(4) > 0;
        boolean begun = planned && awkward;
        if (begun) {
            read(draft.day(draft.today(), activities.get(0)), random);
        }
        days(draft, random, volumes.days() - (begun ? 1 : 0), awkward && user == AwkwardUsers.ALL_TYPES);
        streaks(draft, random, volumes.streaks());
        if (planned) {
            draft.goal(GOALS.get(user % GOALS.size()), 0);
        }
        if (volumes.days() > 0) {
            Preferences.fill(draft.preferences(), random, prelive);
        }
        Preferences.profile(draft.profile(), seeded, user, prelive);
        return draft;
    }

    private static Volumes volumes(SplittableRandom random) {
        return new Volumes(random.nextInt(8), random.nextInt(6), random.nextInt(25), random.nextInt(4));
    }

    QuranStructure.Verse anyVerse(SplittableRandom random) {
        return structure.verse(1 + random.nextInt(structure.verses().size()));
    }

    /** Nothing that anybody ever thought. */
    static String body() {
        return "[sandbox placeholder for a note]";
    }

    void note(JournalDraft draft, SplittableRandom random, String body) {
        ObjectNode note = draft.note(body);
        if (random.nextInt(4) > 0) {
            note.put("source", "sandbox-app");
        }
        if (random.nextBoolean()) {
            note.putArray("ranges").add(range(random));
        }
        int entities = random.nextInt(6);
        if (entities < 2) {
            ArrayNode attached = note.putArray("attachedEntities");
            for (int number = 0; number < entities; number++) {
                attached.addObject()
                        .put("entityId", String.valueOf(1_000 + random.nextInt(9_000)))
                        .put("entityType", "reflection");
            }
        }
    }

    /** Goes back from yesterday; what was read today comes with the night. */
    private void days(JournalDraft draft, SplittableRandom random, int count, boolean everyType) {
        LocalDate date = draft.today().minusDays(1);
        for (int number = 0; number < count; number++) {
            String type = everyType ? activities.get(number % activities.size()) : activities.get(0);
            read(draft.day(date, type), random);
            boolean another = !everyType && count < 1_000 && random.nextInt(6) == 0 && number + 1 < count;
            if (another) {
                read(draft.day(date, activities.get(1 + random.nextInt(activities.size() - 1))), random);
                number++;
            }
            if (!everyType || (number + 1) % activities.size() == 0) {
                date = date.minusDays(random.nextInt(5) == 0 ? 2 : 1);
            }
        }
    }

    /** Only reading the Quran has more to tell than that it was done. */
    void read(ObjectNode day, SplittableRandom random) {
        day.put("progress", random.nextInt(1_001) / 1_000.0);
        if (day.path("type").stringValue("").equals(activities.get(0))) {
            int seconds = day.path("secondsRead").intValue(0) + 30 + random.nextInt(1_200);
            day.putArray("ranges").add(range(random));
            day.put("pagesRead", (seconds % 97) / 8.0);
            day.put("secondsRead", seconds);
            day.put("versesRead", 1 + seconds / 20);
            day.put("manuallyAddedSeconds", random.nextInt(3) == 0 ? 60 : 0);
            day.putNull("dailyTargetPages");
            day.put("dailyTargetSeconds", 600);
        }
        day.put("mushafId", 4);
    }

    /** The newest is active and ends today, the others broke. */
    private static void streaks(JournalDraft draft, SplittableRandom random, int count) {
        LocalDate end = draft.today();
        for (int number = 0; number < count; number++) {
            LocalDate start = end.minusDays(random.nextInt(12));
            draft.streak(start, end, number == 0);
            end = start.minusDays(2 + random.nextInt(5));
        }
    }

    /** Mostly a few verses; one in ten goes on through the next chapters. */
    private String range(SplittableRandom random) {
        QuranStructure.Verse from = anyVerse(random);
        int more = from.id() % 10 == 0 ? 150 : from.id() % 7;
        QuranStructure.Verse to = structure.verse(Math.min(structure.verses().size(), from.id() + more));
        return from.key() + "-" + to.key();
    }
}
