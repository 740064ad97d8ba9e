package org.qfsync.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qfsync.sandbox.ContentRows.Revision;

/**
 * One resource as it is now: what differs from its edition, row by row. Guarded by the {@link ContentWorld} that it
 * belongs to; a {@link #copy} may be read without it.
 */
final class ContentShelf {
    private final ContentResource resource;
    private final ContentRows rows;
    private final Map<Integer, Optional<Revision>> changed = new HashMap<>();
    private Revision edition;
    private boolean isPublished;
    private long sequence;

    ContentShelf(ContentResource resource, ContentRows rows, long sequence) {
        this.resource = resource;
        this.rows = rows;
        this.sequence = sequence;
        this.edition = Revision.first(0, 0);
        this.isPublished = resource.isPublishedAtFirst();
    }

    ContentShelf copy() {
        ContentShelf copy = new ContentShelf(resource, rows, sequence);
        copy.edition = edition;
        copy.isPublished = isPublished;
        copy.changed.putAll(changed);
        return copy;
    }

    ContentResource resource() {
        return resource;
    }

    ContentRows rows() {
        return rows;
    }

    boolean isPublished() {
        return isPublished;
    }

    /** Of the last change of the resource as a whole. */
    long sequence() {
        return sequence;
    }

    void touched(long when) {
        sequence = when;
    }

    void replace(int night) {
        edition = Revision.first(edition.edition() + 1, night);
        changed.clear();
        isPublished = true;
    }

    void withdraw() {
        isPublished = false;
    }

    Instant publishedAt() {
        return edition.moment();
    }

    /** What stands in a slot; nothing if there is no row. */
    Optional<Revision> at(int slot) {
        Optional<Revision> change = changed.get(slot);
        if (change != null) {
            return change;
        }
        return rows.isFilledAtFirst(slot) ? Optional.of(edition) : Optional.empty();
    }

    Revision change(int slot, int night) {
        return put(slot, at(slot).orElse(edition).changed(night));
    }

    /** A row that was deleted and comes again is another one. */
    Revision add(int slot, int night, int births) {
        return put(slot, new Revision(edition.edition(), births, 0, night));
    }

    Revision remove(int slot) {
        Revision last = at(slot).orElse(edition);
        changed.put(slot, Optional.empty());
        return last;
    }

    Stream<Map<String, Object>> records(int padding) {
        return IntStream.range(0, rows.slots())
                .boxed()
                .flatMap(slot -> at(slot).stream().map(revision -> rows.row(slot, revision, padding)));
    }

    private Revision put(int slot, Revision revision) {
        changed.put(slot, Optional.of(revision));
        return revision;
    }
}
