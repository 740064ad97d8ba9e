package org.qfsync.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.qfsync.domain.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Notes where the service's answers are not as we know them ({@code ops.schema_drift}).
 *
 * <p>A new field is in every record of every user: writing each sighting would make all users' transactions wait for
 * the same row. So sightings are counted in memory and written by {@link #flush}; what a crash loses of the counts,
 * the next night sees again. At most {@value #MAX_FIELDS} different ones are kept between two flushes, for the field
 * names come from outside. Thread-safe.
 */
public final class SchemaDrift {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaDrift.class);
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_NAME = 255;

    private final JdbcTemplate jdbc;
    private final Map<Key, Sightings> seen = new TreeMap<>(
            Comparator.comparing(Key::dataset).thenComparing(Key::field).thenComparing(Key::kind));

    public SchemaDrift(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
    }

    /**
     * One sighting.
     *
     * @param field its name, with a path if it is not at the top
     * @param jsonType string, number, boolean, object, array, null or missing
     * @param example what it looks like, free of personal data
     */
    record Sighting(Dataset dataset, String field, DriftKind kind, String jsonType, String example) {}

    private record Key(String dataset, String field, DriftKind kind) {}

    private record Sightings(String jsonType, String example, Instant first, Instant last, long count, long runId) {
        Sightings plus(Sightings next) {
            return new Sightings(next.jsonType, next.example, first, next.last, count + next.count, next.runId);
        }
    }

    /** Notes one sighting. */
    synchronized void record(Sighting sighting, Stamp stamp) {
        Key key = new Key(sighting.dataset().id(), storable(sighting.field()), sighting.kind());
        if (seen.size() < MAX_FIELDS || seen.containsKey(key)) {
            Sightings one = new Sightings(
                    sighting.jsonType(), storable(sighting.example()), stamp.at(), stamp.at(), 1, stamp.runId());
            seen.merge(key, one, Sightings::plus);
        }
    }

    private static String storable(String text) {
        return StorableText.of(text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text);
    }

    /** Writes what was noted since the last flush; to be called outside a user's transaction. */
    public synchronized void flush() {
        for (Map.Entry<Key, Sightings> entry : new ArrayList<>(seen.entrySet())) {
            write(entry.getKey(), entry.getValue());
            seen.remove(entry.getKey());
        }
    }

    private void write(Key key, Sightings sightings) {
        int known = jdbc.update(
                "UPDATE ops.schema_drift SET json_type = ?, example = ?, last_seen_at = ?,"
                        + " occurrences = occurrences + ?, run_id = ? WHERE dataset = ? AND field = ? AND kind = ?",
                sightings.jsonType(),
                sightings.example(),
                Timestamps.of(sightings.last()),
                sightings.count(),
                sightings.runId(),
                key.dataset(),
                key.field(),
                key.kind().name());
        if (known == 0) {
            jdbc.update(
                    "INSERT INTO ops.schema_drift (dataset, field, kind, json_type, example, first_seen_at,"
                            + " last_seen_at, occurrences, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    key.dataset(),
                    key.field(),
                    key.kind().name(),
                    sightings.jsonType(),
                    sightings.example(),
                    Timestamps.of(sightings.first()),
                    Timestamps.of(sightings.last()),
                    sightings.count(),
                    sightings.runId());
            LOG.info("Answers for {} differ: {} {} ({})", key.dataset(), key.kind(), key.field(), sightings.example());
        }
    }
}
