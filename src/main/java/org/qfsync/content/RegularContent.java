package org.qfsync.content;

import java.util.ArrayList;
import java.util.List;
import org.qfsync.api.ContentClient;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All content that comes from regular endpoints and not by Content Sync: what may be kept for a week at most. Immutable
 * and thread-safe.
 *
 * @param chapters the first to be fetched: verses and what is told about chapters hang on them
 * @param catalogue what is fetched after the verses, in this order
 */
public record RegularContent(ContentDataset chapters, List<ContentDataset> catalogue) {
    /** The rows of a dataset: those of a table that are in a scope. */
    public record Place(Dataset dataset, TableSpec table, Scope scope) {
        static Place of(ContentDataset dataset) {
            return new Place(dataset.dataset(), dataset.table(), dataset.scope());
        }
    }

    public static RegularContent of(
            ContentClient client, QfEnvironment environment, JdbcClient jdbc, ContentProperties properties) {
        List<ContentDataset> catalogue = new ArrayList<>(Catalogue.of(client, environment));
        catalogue.add(new ChapterInfos(client, jdbc, properties.languages()));
        return new RegularContent(new Chapters(client, environment), List.copyOf(catalogue));
    }

    /** Where all of it is stored, verses included. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        places.add(Place.of(chapters));
        places.add(new Place(Dataset.VERSES, VersesProcessor.MAPPING.table(), Scope.all()));
        catalogue.forEach(dataset -> places.add(Place.of(dataset)));
        return places;
    }
}
