package org.qfsync.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.qfsync.sandbox.ContentMutation.Kind;
import org.qfsync.sandbox.ContentMutation.Row;
import org.qfsync.sandbox.ContentRows.Revision;

/**
 * The resources behind Content Sync, tonight, and the log of everything that happened to them. Rows are made up when
 * they are asked for; only changes are held. Thread-safe.
 */
final class ContentWorld {
    private static final long FIRST_SEQUENCE = 1_000;
    private static final int MOST_BIRTHS = 9;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, ContentShelf> shelves = new LinkedHashMap<>();
    private final List<ContentMutation> log = new ArrayList<>();
    private final ContentNights nights;
    private long sequence = FIRST_SEQUENCE;
    private int births;
    private int night;
    private int padding;

    ContentWorld(SandboxOptions options, Seeded seeded, QuranStructure structure) {
        this.padding = options.content().padding();
        this.nights = new ContentNights(seeded);
        int verses = options.content().verses();
        boolean live = options.quirks().contains(Quirk.LIVE_CONTENT_FIELDS);
        for (ContentResource resource : ContentResources.all()) {
            if (resource.group().isDocumented() || options.quirks().contains(Quirk.NEW_CONTENT_GROUPS)) {
                ContentRows rows = rows(resource, structure, seeded, verses, live);
                shelves.put(resource.key(), new ContentShelf(resource, rows, ++sequence));
            }
        }
    }

    private static ContentRows rows(
            ContentResource resource, QuranStructure structure, Seeded seeded, int verses, boolean live) {
        return switch (resource.group()) {
            case ARTICLES -> new ArticleRows(resource);
            case RECITATIONS -> RecitationRows.of(resource, structure, verses);
            case TAFSIRS -> new TafsirRows(resource, structure, seeded, verses);
            case TRANSLATIONS -> new TranslationRows(resource, structure, seeded, verses, live);
            case WORD_TRANSLATIONS, WORD_TRANSLITERATIONS -> WordRows.of(resource, verses);
            case QURAN_CORE, CHAPTER_RECITATIONS, MUSHAFS -> new CoreRows(resource, structure, verses);
        };
    }

    /** Lets the nights pass up to that one. */
    synchronized void reach(int tonight) {
        while (night < tonight) {
            night++;
            nights.pass(night, this);
        }
    }

    synchronized int padding() {
        return padding;
    }

    synchronized long head() {
        return sequence;
    }

    /** What is published now, by group and id; to be read at leisure. */
    synchronized List<ContentShelf> published() {
        return shelves.values().stream()
                .filter(ContentShelf::isPublished)
                .map(ContentShelf::copy)
                .toList();
    }

    synchronized Optional<ContentShelf> published(String key) {
        return Optional.ofNullable(shelves.get(key))
                .filter(ContentShelf::isPublished)
                .map(ContentShelf::copy);
    }

    synchronized List<ContentShelf> all() {
        return shelves.values().stream().map(ContentShelf::copy).toList();
    }

    /** The log after one sequence up to another, in its order. */
    synchronized List<ContentMutation> log(long after, long until, Predicate<ContentResource> wanted) {
        return log.stream()
                .filter(entry -> entry.sequence() > after && entry.sequence() <= until)
                .filter(entry -> wanted.test(entry.resource()))
                .toList();
    }

    /**
     * Lets one thing happen to a resource. A word that is no {@link Kind} is written to the log and changes nothing.
     *
     * @param slot of the row, for a change of one
     * @throws IllegalArgumentException if there is no such resource
     */
    synchronized void happen(String type, String key, int slot) {
        ContentShelf shelf = Optional.ofNullable(shelves.get(key))
                .orElseThrow(() -> new IllegalArgumentException("The sandbox has no content \"" + key + "\""));
        Optional<Kind> known = ContentLevers.kindOf(type);
        Optional<Row> row =
                known.filter(Kind::isOfRow).map(kind -> new Row(shelf.rows(), slot, rowChange(kind, shelf, slot)));
        known.ifPresent(kind -> resourceChange(kind, shelf));
        sequence++;
        if (row.isEmpty()) {
            shelf.touched(sequence);
        }
        log.add(new ContentMutation(sequence, type, shelf.resource(), moment(), row));
    }

    /** From now on every text is so much longer than its placeholder, and whoever has a copy is told to replace it. */
    synchronized void pad(int characters) {
        padding = characters;
        shelves.values().stream()
                .filter(ContentShelf::isPublished)
                .map(shelf -> shelf.resource().key())
                .forEach(key -> happen(Kind.RESOURCE_INVALIDATE.name(), key, 0));
    }

    private void resourceChange(Kind type, ContentShelf shelf) {
        if (type == Kind.RESOURCE_CREATE || type == Kind.RESOURCE_INVALIDATE) {
            shelf.replace(night);
        } else if (type == Kind.RESOURCE_DELETE) {
            shelf.withdraw();
        }
    }

    private Revision rowChange(Kind type, ContentShelf shelf, int slot) {
        if (shelf.at(slot).isPresent() == (type == Kind.ROW_CREATE)) {
            throw new IllegalArgumentException(type + " is not possible for row " + slot + " of "
                    + shelf.resource().key());
        }
        return switch (type) {
            case ROW_CREATE -> shelf.add(slot, night, 1 + births++ % MOST_BIRTHS);
            case ROW_DELETE -> shelf.remove(slot);
            default -> shelf.change(slot, night);
        };
    }

    private Instant moment() {
        return NightChanges.FIRST_NIGHT
                .plus(Duration.ofDays(night))
                .plus(PAUSE.multipliedBy(sequence - FIRST_SEQUENCE));
    }
}
