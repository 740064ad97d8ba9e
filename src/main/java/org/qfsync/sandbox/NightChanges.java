package org.qfsync.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.qfsync.sandbox.UserDraft.Place;
import org.qfsync.sandbox.UserDraft.Shelf;

/** What may happen to a user's data between two nights. */
final class NightChanges {
    /** Kinds of change; the data of one who withdraws consent stays as it is. */
    enum Kind {
        SAVE,
        RENAME,
        DELETE,
        REMOVE,
        WITHDRAW
    }

    /** One user's change in one night. */
    record Change(int night, int user, Kind kind) {}

    static final Instant FIRST_NIGHT = Instant.parse("2026-01-01T20:00:00Z");

    private final Seeded seeded;
    private final UserFiller filler;

    NightChanges(Seeded seeded, UserFiller filler) {
        this.seeded = seeded;
        this.filler = filler;
    }

    static Instant moment(int night) {
        return FIRST_NIGHT.plus(Duration.ofDays(night));
    }

    /** Whether this kind of change would change anything. */
    static boolean isPossible(Kind kind, UserData data) {
        Collection<List<Truth.Bookmark>> named = data.collections().stream()
                .map(collection -> data.items().getOrDefault(collection.id(), List.of()))
                .toList();
        return switch (kind) {
            case SAVE, WITHDRAW -> true;
            case RENAME, DELETE -> !named.isEmpty();
            case REMOVE -> named.stream().anyMatch(items -> !items.isEmpty());
        };
    }

    void apply(UserDraft draft, Change change) {
        SplittableRandom random = seeded.random(
                40, change.night(), change.user(), change.kind().name().hashCode());
        draft.at(moment(change.night()));
        switch (change.kind()) {
            case SAVE -> save(draft, random);
            case RENAME -> {
                Shelf shelf = any(draft.shelves(), random);
                draft.rename(shelf, shelf.name().strip() + " (" + change.night() + ")");
            }
            case DELETE -> draft.drop(any(draft.shelves(), random));
            case REMOVE -> {
                List<Shelf> filled = draft.shelves().stream()
                        .filter(shelf -> !shelf.places().isEmpty())
                        .toList();
                Shelf shelf = any(filled, random);
                draft.take(shelf, any(List.copyOf(shelf.places()), random));
            }
            case WITHDRAW -> {
                // the grant is revoked, the data stays
            }
        }
    }

    private void save(UserDraft draft, SplittableRandom random) {
        int left = 2 + random.nextInt(3);
        while (left > 0) {
            Place place = filler.anyVerse(random);
            if (!draft.isSaved(place)) {
                draft.save(place);
                if (!draft.shelves().isEmpty() && random.nextBoolean()) {
                    draft.put(any(draft.shelves(), random), place);
                }
                left--;
            }
        }
    }

    private static <T> T any(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
