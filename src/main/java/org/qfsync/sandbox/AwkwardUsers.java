package org.qfsync.sandbox;

import java.util.List;
import org.qfsync.sandbox.UserDraft.Place;
import org.qfsync.sandbox.UserDraft.Shelf;

/** The first ten users: every shape of data and of consent that has ever broken a sync. */
final class AwkwardUsers {
    static final int COUNT = 10;

    static final int NOTHING = 0;
    static final int SIZES = 1;
    static final int NAMES = 2;
    static final int SHARED_ITEM = 3;
    static final int ALL_TYPES = 4;
    static final int NO_BOOKMARK_SCOPE = 5;
    static final int REVOKED = 6;
    static final int FAVORITES = 7;
    static final int MANY_COLLECTIONS = 8;
    static final int NO_COLLECTIONS = 9;

    /** Those that may change or go some night, in a world too small to spare them. */
    static final List<Integer> DISPENSABLE = List.of(NAMES, SHARED_ITEM, FAVORITES, MANY_COLLECTIONS);

    private static final String RTL_MARK = "\u200f";
    private static final String BIDI_ISOLATES = "\u2067";
    private static final List<String> NAMES_TO_SURVIVE = List.of(
            "آيات السكينة",
            RTL_MARK + "دعاء" + RTL_MARK + " (du'a)",
            BIDI_ISOLATES + "حفظ 2026\u2069",
            "🌙 Ramadan 🤲🏽 👨‍👩‍👧",
            "\"Quotes\", 'apostrophes' & <b>tags</b>",
            "back\\slash; semi, comma\ttab",
            "'; DROP TABLE collection; --",
            "  spaces around  ",
            "e\u0301 decomposed, \u00e9 composed",
            "x".repeat(255));

    private final QuranStructure structure;

    AwkwardUsers(QuranStructure structure) {
        this.structure = structure;
    }

    void fill(UserDraft draft, int user) {
        switch (user) {
            case SIZES -> sizes(draft);
            case NAMES -> NAMES_TO_SURVIVE.forEach(name -> run(draft, draft.shelf(name), 255, 2));
            case SHARED_ITEM -> sharedItem(draft);
            case ALL_TYPES -> allTypes(draft);
            case NO_BOOKMARK_SCOPE -> run(draft, draft.shelf("Seen without the bookmark scope"), 1_000, 5);
            case REVOKED -> run(draft, draft.shelf("Never to be seen"), 2_000, 5);
            case FAVORITES -> favorites(draft);
            case MANY_COLLECTIONS -> manyCollections(draft);
            case NO_COLLECTIONS -> bare(draft);
            default -> {
                // the user who keeps nothing
            }
        }
    }

    private void sizes(UserDraft draft) {
        draft.shelf("Empty");
        run(draft, draft.shelf("One"), 262, 1);
        run(draft, draft.shelf("Exactly a page"), 300, 20);
        run(draft, draft.shelf("A page and one"), 400, 21);
        run(draft, draft.shelf("Fifteen hundred"), 500, 1_500);
    }

    private void sharedItem(UserDraft draft) {
        for (String name : List.of("Morning", "Evening", "Before sleep")) {
            Shelf shelf = draft.shelf(name);
            draft.put(shelf, new Place("ayah", 2, 255));
            run(draft, shelf, 6_200 + 3 * draft.shelves().size(), 3);
        }
        draft.favor(new Place("ayah", 2, 255));
    }

    private static void allTypes(UserDraft draft) {
        Shelf mixed = draft.shelf("Of every kind");
        List<Place> places = List.of(
                new Place("ayah", 2, 286),
                new Place("surah", 36, 0),
                new Place("juz", 30, 0),
                new Place("page", 604, 0));
        places.forEach(place -> draft.put(mixed, place));
        draft.save(new Place("surah", 67, 0));
        draft.save(new Place("page", 1, 0));
        draft.save(new Place("juz", 1, 0));
        draft.readFrom(new Place("page", 293, 0));
        draft.favor(new Place("ayah", 1, 1));
        draft.shelf("Only a juz").places().add(new Place("juz", 1, 0));
    }

    private void favorites(UserDraft draft) {
        for (int id = 100; id < 125; id++) {
            draft.favor(Place.of(structure.verse(id)));
        }
        draft.save(Place.of(structure.verse(200)));
    }

    private void manyCollections(UserDraft draft) {
        for (int number = 1; number <= 21; number++) {
            run(draft, draft.shelf("Week " + number), number * 100, number % 4);
        }
    }

    private void bare(UserDraft draft) {
        for (int id = 3_000; id < 3_040; id++) {
            draft.save(Place.of(structure.verse(id)));
        }
    }

    private void run(UserDraft draft, Shelf shelf, int firstVerseId, int count) {
        for (int id = firstVerseId; id < firstVerseId + count; id++) {
            draft.put(shelf, Place.of(structure.verse(id)));
        }
    }
}
