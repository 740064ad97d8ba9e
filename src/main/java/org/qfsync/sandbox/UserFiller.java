package org.qfsync.sandbox;

import java.util.List;
import java.util.SplittableRandom;
import org.qfsync.sandbox.UserDraft.Place;
import org.qfsync.sandbox.UserDraft.Shelf;

/**
 * Makes up what a user keeps, always the same for the same seed. Verses are chosen by Zipf's law: a few are saved by
 * many, most by hardly anyone. Thread-safe.
 */
final class UserFiller {
    private static final List<String> POPULAR = List.of(
            "2:255", "94:5", "94:6", "2:286", "65:3", "13:28", "2:152", "39:53", "3:139", "2:186", "18:10", "36:1",
            "55:13", "67:1", "112:1", "93:3", "20:25", "21:87", "24:35", "59:22", "103:1", "17:80", "25:74", "49:13",
            "3:8", "14:7", "31:17", "9:51", "40:60", "1:5");
    private static final List<String> NAMES = List.of(
            "Hope",
            "Patience",
            "Gratitude",
            "Du'a",
            "To memorise",
            "Friday",
            "Stories of the prophets",
            "Mercy",
            "For the children",
            "Ramadan",
            "رحمة",
            "Sabr 🌱");
    private static final int UNIFORM_COLLECTIONS = 3;
    private static final int UNIFORM_ITEMS = 10;

    private final Seeded seeded;
    private final QuranStructure structure;
    private final AwkwardUsers awkward;
    private final int[] byPopularity;

    UserFiller(Seeded seeded, QuranStructure structure) {
        this.seeded = seeded;
        this.structure = structure;
        this.awkward = new AwkwardUsers(structure);
        this.byPopularity = ranking();
    }

    UserDraft draft(UserShape shape, int user) {
        UserDraft draft = new UserDraft(seeded, user);
        if (shape == UserShape.UNIFORM) {
            uniform(draft, user);
        } else if (user < AwkwardUsers.COUNT) {
            awkward.fill(draft, user);
        } else {
            random(draft, seeded.random(30, user));
        }
        return draft;
    }

    Place anyVerse(SplittableRandom random) {
        int rank = (int) Math.exp(random.nextDouble() * Math.log(byPopularity.length + 1.0)) - 1;
        return Place.of(structure.verse(byPopularity[Math.min(rank, byPopularity.length - 1)]));
    }

    private void uniform(UserDraft draft, int user) {
        SplittableRandom random = seeded.random(31, user);
        for (int number = 0; number < UNIFORM_COLLECTIONS; number++) {
            Shelf shelf = draft.shelf(NAMES.get(number));
            while (shelf.places().size() < UNIFORM_ITEMS) {
                draft.put(shelf, anyVerse(random));
            }
        }
    }

    private void random(UserDraft draft, SplittableRandom random) {
        int collections = random.nextInt(7);
        int firstName = random.nextInt(NAMES.size());
        for (int number = 0; number < collections; number++) {
            Shelf shelf = draft.shelf(NAMES.get((firstName + number) % NAMES.size()));
            int items = random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(15);
            for (int item = 0; item < items; item++) {
                draft.put(shelf, anyVerse(random));
            }
        }
        for (int saved = random.nextInt(12); saved > 0; saved--) {
            draft.save(anyVerse(random));
        }
        for (int favorites = random.nextInt(8); favorites > 0; favorites--) {
            draft.favor(anyVerse(random));
        }
        others(draft, random);
    }

    private static void others(UserDraft draft, SplittableRandom random) {
        if (random.nextBoolean()) {
            draft.readFrom(new Place("page", 1 + random.nextInt(604), 0));
        }
        if (random.nextInt(3) == 0) {
            draft.save(new Place("surah", 1 + random.nextInt(114), 0));
        }
        if (random.nextInt(5) == 0) {
            draft.save(new Place("juz", 1 + random.nextInt(30), 0));
        }
    }

    /** Verse ids, the most saved first. */
    private int[] ranking() {
        int[] ranking = new int[structure.verses().size()];
        for (int id = 1; id <= ranking.length; id++) {
            ranking[id - 1] = id;
        }
        SplittableRandom random = seeded.random(32);
        for (int last = ranking.length - 1; last > 0; last--) {
            swap(ranking, last, random.nextInt(last + 1));
        }
        for (int rank = 0; rank < POPULAR.size(); rank++) {
            int id = structure.idOf(POPULAR.get(rank));
            int found = rank;
            while (ranking[found] != id) {
                found++;
            }
            swap(ranking, rank, found);
        }
        return ranking;
    }

    private static void swap(int[] values, int one, int other) {
        int value = values[one];
        values[one] = values[other];
        values[other] = value;
    }
}
