package org.qfsync.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.qfsync.sandbox.UserDraft.Place;
import org.qfsync.sandbox.UserDraft.Shelf;

/** What users do to collections and bookmarks while they are wide awake: more than a night's few changes. */
final class Stirring {
    private enum Kind {
        SAVE,
        UNSAVE,
        FAVOR,
        UNFAVOR,
        READ_ON,
        COLLECT,
        TAKE_OUT,
        OPEN,
        RENAME,
        DROP
    }

    private static final Duration AFTER_THE_NIGHT = Duration.ofHours(10);

    private final Seeded seeded;
    private final UserFiller filler;

    Stirring(Seeded seeded, UserFiller filler) {
        this.seeded = seeded;
        this.filler = filler;
    }

    /** When the change of that number happens: after all earlier ones, and before the next night. */
    static Instant moment(int night, int number) {
        return NightChanges.moment(night).plus(AFTER_THE_NIGHT).plusSeconds(number);
    }

    void apply(UserDraft draft, int night, int number) {
        SplittableRandom random = seeded.random(97, night, number);
        draft.hurry(moment(night, number));
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        Optional<Shelf> shelf = any(draft.shelves(), random);
        Optional<Place> saved = any(draft.places(), random);
        Place verse = filler.anyVerse(random);
        switch (kind) {
            case SAVE -> draft.save(verse);
            case UNSAVE -> saved.ifPresent(draft::unsave);
            case FAVOR -> draft.favor(saved.filter(place -> place.verse() > 0).orElse(verse));
            case UNFAVOR -> any(draft.favorites(), random).ifPresent(draft::unfavor);
            case READ_ON -> draft.readFrom(new Place("page", 1 + random.nextInt(604), 0));
            case COLLECT -> shelf.ifPresent(open -> draft.put(open, saved.orElse(verse)));
            case TAKE_OUT ->
                shelf.ifPresent(
                        open -> any(List.copyOf(open.places()), random).ifPresent(place -> draft.take(open, place)));
            case OPEN -> draft.put(draft.shelf("Opened " + night + "." + number), verse);
            case RENAME -> shelf.ifPresent(open -> draft.rename(open, "Renamed " + night + "." + number));
            case DROP -> shelf.ifPresent(draft::drop);
        }
    }

    /** The user keeps nothing any more. */
    void clear(UserDraft draft, int night, int number) {
        draft.hurry(moment(night, number));
        List.copyOf(draft.shelves()).forEach(draft::drop);
        draft.places().forEach(draft::unsave);
    }

    private static <T> Optional<T> any(List<T> list, SplittableRandom random) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }
}
