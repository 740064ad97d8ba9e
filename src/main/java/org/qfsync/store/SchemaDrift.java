package org.qfsync.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.qfsync.domain.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Notes fields that have no column ({@code ops.schema_drift}).
 *
 * <p>A new field is in every record of every user: writing each sighting would make all users' transactions wait for
 * the same row. So sightings are counted in memory and written by {@link #flush}; what a crash loses of the counts,
 * the next night sees again. At most {@value #MAX_FIELDS} different fields are kept between two flushes, for the
 * field names come from outside. Thread-safe.
 */
public final class SchemaDrift {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaDrift.class);
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_NAME = 255;

    private final JdbcTemplate jdbc;
    private final Map<String, Sightings> seen = new HashMap<>();

    public SchemaDrift(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
    }

    private record Sightings(
            String dataset, String field, String jsonType, Instant first, Instant last, long count, long runId) {
        Sightings plus(Sightings next) {
            return new Sightings(dataset, field, next.jsonType, first, next.last, count + next.count, next.runId);
        }
    }

    /**
     * Notes one sighting.
     *
     * @param field its name, with a path if it is not at the top
     * @param jsonType string, number, boolean, object, array or null
     */
    public synchronized void record(Dataset dataset, String field, String jsonType, Instant at, long runId) {
        String name = StorableText.of(field.length() > MAX_NAME ? field.substring(0, MAX_NAME) : field);
        String key = dataset.id() + '|' + name;
        if (seen.size() < MAX_FIELDS || seen.containsKey(key)) {
            seen.merge(key, new Sightings(dataset.id(), name, jsonType, at, at, 1, runId), Sightings::plus);
        }
    }

    /** Writes what was noted since the last flush; to be called outside a user's transaction. */
    public synchronized void flush() {
        for (Map.Entry<String, Sightings> entry : new TreeMap<>(seen).entrySet()) {
            write(entry.getValue());
            seen.remove(entry.getKey());
        }
    }

    private void write(Sightings sightings) {
        int known = jdbc.update(
                "UPDATE ops.schema_drift SET json_type = ?, last_seen_at = ?, occurrences = occurrences + ?, run_id = ?"
                        + " WHERE dataset = ? AND field = ?",
                sightings.jsonType(),
                Timestamps.of(sightings.last()),
                sightings.count(),
                sightings.runId(),
                sightings.dataset(),
                sightings.field());
        if (known == 0) {
            jdbc.update(
                    "INSERT INTO ops.schema_drift (dataset, field, kind, json_type, first_seen_at, last_seen_at,"
                            + " occurrences, run_id) VALUES (?, ?, 'UNKNOWN_FIELD', ?, ?, ?, ?, ?)",
                    sightings.dataset(),
                    sightings.field(),
                    sightings.jsonType(),
                    Timestamps.of(sightings.first()),
                    Timestamps.of(sightings.last()),
                    sightings.count(),
                    sightings.runId());
            LOG.info(
                    "New field in {}: {} ({}); kept in extra",
                    sightings.dataset(),
                    sightings.field(),
                    sightings.jsonType());
        }
    }
}
