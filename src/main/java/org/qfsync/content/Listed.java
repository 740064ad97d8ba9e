package org.qfsync.content;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qfsync.api.ContentClient;
import org.qfsync.api.ContentListing;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;
import org.qfsync.store.UnknownFields;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dataset that is one unpaged listing. One that comes empty, or not with just the numbers that it must have, is
 * refused before anything is written. Thread-safe.
 *
 * @param given values that no object of the listing holds
 */
record Listed(ContentClient client, ContentListing listing, Mapping mapping, Map<String, String> given, Numbers numbers)
        implements ContentDataset {
    /** Of the translated names. */
    static final String LANGUAGE = "en";

    /**
     * How the objects of a listing are numbered.
     *
     * @param field that holds the number
     * @param total they are numbered from 1 to this; 0 if any of them will do
     */
    record Numbers(String field, int total) {
        static final Numbers NONE = new Numbers("", 0);

        boolean areComplete(List<ObjectNode> objects) {
            Set<Integer> found =
                    objects.stream().map(object -> object.path(field).asInt(0)).collect(Collectors.toSet());
            return total == 0
                    || found.equals(IntStream.rangeClosed(1, total).boxed().collect(Collectors.toSet()));
        }
    }

    @Override
    public Dataset dataset() {
        return mapping.dataset();
    }

    @Override
    public TableSpec table() {
        return mapping.table();
    }

    @Override
    public Scope scope() {
        return new Scope(Map.copyOf(given));
    }

    @Override
    public List<Row> fetch(UnknownFields unknown) {
        List<ObjectNode> objects = client.listing(listing, LANGUAGE);
        if (objects.isEmpty() || !numbers.areComplete(objects)) {
            throw incomplete(objects.size());
        }
        return objects.stream()
                .map(object -> mapping.row(object, unknown, given))
                .toList();
    }

    private PermanentException incomplete(int count) {
        return new PermanentException(
                "The listing of " + dataset().id() + " is incomplete: it has " + count
                        + (numbers.total() == 0 ? "" : ", expected the numbers 1 to " + numbers.total()),
                "incomplete_content",
                200,
                "What is stored is kept; if it stays, report it to Quran Foundation. Then: qfsync run",
                null);
    }
}
