package org.qfsync.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** One user's data while it is being made up. Not thread-safe. */
final class UserDraft {
    /** A named collection; holds places in the order in which they were added. */
    static final class Shelf {
        private final String id;
        private String name;
        private final boolean isPrivate;
        private final Instant createdAt;
        private Instant changedAt;
        private Instant updatedAt;
        private final Set<Place> places = new LinkedHashSet<>();
        private final Map<Place, Instant> putAt = new HashMap<>();

        private Shelf(String id, String name, boolean isPrivate, Instant updatedAt) {
            this.id = id;
            this.name = name;
            this.isPrivate = isPrivate;
            this.createdAt = updatedAt;
            this.changedAt = updatedAt;
            this.updatedAt = updatedAt;
        }

        /** When that place came in; one that was there from the start came with the shelf. */
        private Instant putAt(Place place) {
            return putAt.getOrDefault(place, createdAt);
        }

        Set<Place> places() {
            return places;
        }

        String name() {
            return name;
        }
    }

    /** What a bookmark points at; {@code verse} is 0 unless the type is {@code ayah}. */
    record Place(String type, int key, int verse) {
        static Place of(QuranStructure.Verse verse) {
            return new Place("ayah", verse.chapter(), verse.number());
        }
    }

    private record Mark(String id, Instant createdAt, boolean favorite, boolean reading, Instant changedAt) {}

    private static final Comparator<Truth.Bookmark> NEWEST_FIRST =
            Comparator.comparing(Truth.Bookmark::createdAt).reversed().thenComparing(Truth.Bookmark::id);

    private final Seeded seeded;
    private final int user;
    private final SplittableRandom pauses;
    private final List<Shelf> shelves = new ArrayList<>();
    private final Map<Place, Mark> marks = new LinkedHashMap<>();
    private final List<Mutation> gone = new ArrayList<>();
    private final Instant born;
    private Instant now;
    private int shelfCount;
    private boolean hurried;

    UserDraft(Seeded seeded, int user) {
        this.seeded = seeded;
        this.user = user;
        this.pauses = seeded.random(20, user);
        this.now = Instant.parse("2023-01-01T00:00:00Z").plus(Duration.ofSeconds(pauses.nextInt(86_400 * 700)));
        this.born = now;
    }

    /** What follows happens at that moment and later. */
    void at(Instant moment) {
        now = moment;
        hurried = false;
    }

    /** The same, all within a second. */
    void hurry(Instant moment) {
        now = moment;
        hurried = true;
    }

    List<Place> places() {
        return List.copyOf(marks.keySet());
    }

    List<Place> favorites() {
        return marks.entrySet().stream()
                .filter(entry -> entry.getValue().favorite())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Forgets the place wherever it is. */
    void unsave(Place place) {
        shelves.stream().filter(shelf -> shelf.places.contains(place)).forEach(shelf -> take(shelf, place));
        gone.add(Mutation.gone(Mutation.BOOKMARK, idOf(place), tick()));
        marks.remove(place);
    }

    void unfavor(Place place) {
        tick();
        marks.computeIfPresent(place, (any, mark) -> new Mark(mark.id(), mark.createdAt(), false, mark.reading(), now));
    }

    List<Shelf> shelves() {
        return shelves;
    }

    Shelf shelf(String name) {
        Shelf shelf = new Shelf(seeded.id(21, user, shelfCount), name, shelfCount % 3 != 2, tick());
        shelfCount++;
        shelves.add(shelf);
        return shelf;
    }

    /** Saves the place if it is not saved yet. */
    void save(Place place) {
        marks.computeIfAbsent(place, any -> {
            int type = place.type().charAt(0);
            Instant moment = tick();
            return new Mark(seeded.id(22, user, type, place.key(), place.verse()), moment, false, false, moment);
        });
    }

    boolean isSaved(Place place) {
        return marks.containsKey(place);
    }

    void favor(Place place) {
        save(place);
        marks.computeIfPresent(place, (any, mark) -> new Mark(mark.id(), mark.createdAt(), true, mark.reading(), now));
    }

    void readFrom(Place place) {
        save(place);
        marks.computeIfPresent(place, (any, mark) -> new Mark(mark.id(), mark.createdAt(), mark.favorite(), true, now));
    }

    void put(Shelf shelf, Place place) {
        save(place);
        shelf.places.add(place);
        shelf.updatedAt = tick();
        shelf.putAt.put(place, now);
    }

    void take(Shelf shelf, Place place) {
        shelf.places.remove(place);
        shelf.updatedAt = tick();
        gone.add(Mutation.goneFrom(shelf.id, idOf(place), now));
    }

    void drop(Shelf shelf) {
        shelves.remove(shelf);
        gone.add(Mutation.gone(Mutation.COLLECTION, shelf.id, now));
        shelf.places.forEach(place -> gone.add(Mutation.goneFrom(shelf.id, idOf(place), now)));
    }

    private String idOf(Place place) {
        return Objects.requireNonNull(marks.get(place)).id();
    }

    void rename(Shelf shelf, String name) {
        shelf.name = name;
        shelf.updatedAt = tick();
        shelf.changedAt = now;
    }

    UserData freeze() {
        Map<Place, Integer> counts = new HashMap<>();
        shelves.forEach(shelf -> shelf.places.forEach(place -> counts.merge(place, 1, Integer::sum)));
        Map<Place, Truth.Bookmark> byPlace = new LinkedHashMap<>();
        marks.forEach((place, mark) -> byPlace.put(place, bookmark(place, mark, counts.getOrDefault(place, 0))));
        Map<String, List<Truth.Bookmark>> items = new LinkedHashMap<>();
        items.put(
                Truth.FAVORITES,
                newestFirst(byPlace.values().stream()
                        .filter(Truth.Bookmark::isInDefaultCollection)
                        .toList()));
        for (Shelf shelf : shelves) {
            List<Truth.Bookmark> held = new ArrayList<>();
            shelf.places.forEach(
                    place -> Optional.ofNullable(byPlace.get(place)).ifPresent(held::add));
            Collections.reverse(held);
            items.put(shelf.id, List.copyOf(held));
        }
        return new UserData(
                collections(),
                Collections.unmodifiableMap(items),
                newestFirst(byPlace.values()),
                born,
                mutations(byPlace));
    }

    /** The latest state of each resource that there is or was. */
    private List<Mutation> mutations(Map<Place, Truth.Bookmark> byPlace) {
        Map<String, Mutation> latest = new LinkedHashMap<>();
        gone.forEach(mutation -> latest.put(mutation.key(), mutation));
        List<Mutation> there = new ArrayList<>();
        byPlace.forEach((place, bookmark) -> there.add(
                Mutation.of(bookmark, Objects.requireNonNull(marks.get(place)).changedAt())));
        for (Shelf shelf : shelves) {
            there.add(Mutation.of(collection(shelf), shelf.createdAt, shelf.changedAt));
            shelf.places.stream()
                    .filter(byPlace::containsKey)
                    .forEach(place -> there.add(Mutation.put(shelf.id, idOf(place), shelf.putAt(place))));
        }
        there.forEach(mutation -> latest.put(mutation.key(), mutation));
        return List.copyOf(latest.values());
    }

    private List<Truth.Collection> collections() {
        return shelves.stream()
                .map(UserDraft::collection)
                .sorted(Comparator.comparing(Truth.Collection::updatedAt)
                        .reversed()
                        .thenComparing(Truth.Collection::id))
                .toList();
    }

    private static Truth.Collection collection(Shelf shelf) {
        return new Truth.Collection(
                shelf.id, shelf.name, slug(shelf), shelf.isPrivate, shelf.updatedAt, shelf.places.size());
    }

    private static Truth.Bookmark bookmark(Place place, Mark mark, int collections) {
        return new Truth.Bookmark(
                mark.id(),
                mark.createdAt(),
                place.type(),
                place.key(),
                place.verse(),
                mark.favorite(),
                mark.reading(),
                collections);
    }

    private static List<Truth.Bookmark> newestFirst(java.util.Collection<Truth.Bookmark> bookmarks) {
        return bookmarks.stream().sorted(NEWEST_FIRST).toList();
    }

    /** A name without Latin letters has no slug, as it happens with the real service. */
    private static Optional<String> slug(Shelf shelf) {
        String slug = shelf.name
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return slug.isEmpty() ? Optional.empty() : Optional.of(slug);
    }

    private Instant tick() {
        now = now.plusMillis(hurried ? 1 : 1_000 + pauses.nextInt(3_600_000));
        return now;
    }
}
