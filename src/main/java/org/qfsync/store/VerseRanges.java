package org.qfsync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.qfsync.domain.Dataset;
import org.qfsync.store.SchemaDrift.Sighting;
import org.qfsync.store.VersePieces.Piece;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code mart.verse_range}: the ranges of verses of notes and activity days as numbers of verses, read once from their
 * JSON whenever a row became different. What is no range of verses is left out and noted as drift. Thread-safe; the run
 * lease keeps two processes apart.
 */
public final class VerseRanges {
    private static final int MAX_EXAMPLE = 40;

    private static final List<Source> SOURCES =
            List.of(new Source("note", Dataset.NOTES), new Source("activity_day", Dataset.ACTIVITY_DAYS));

    private final JdbcTemplate jdbc;
    private final SchemaDrift drift;
    private final boolean rehearsal;

    /** In a rehearsal it reads nothing: nobody would see it, and who withdraws meanwhile must not wait for its end. */
    public VerseRanges(Database database, SchemaDrift drift) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.drift = drift;
        this.rehearsal = database.isRehearsal();
    }

    /** A table of {@code qf} with columns {@code id} and {@code ranges}. */
    private record Source(String entity, Dataset dataset) {
        /** What is to be read: rows that are new or became different, but not those that never had ranges. */
        String unread(String columns) {
            return "SELECT " + columns + " FROM qf." + entity + " t LEFT JOIN mart.range_source s ON s.sub = t.sub"
                    + " AND s.entity = '" + entity + "' AND s.row_id = t.id WHERE t.deleted_at IS NULL"
                    + " AND (t.ranges IS NOT NULL OR s.content_hash IS NOT NULL)"
                    + " AND (s.content_hash IS NULL OR s.content_hash <> t.content_hash)";
        }

        String forgetGone(String table) {
            return "DELETE FROM " + table + " WHERE entity = '" + entity + "' AND NOT EXISTS (SELECT 1 FROM qf."
                    + entity + " t WHERE t.sub = " + table + ".sub AND t.id = " + table
                    + ".row_id AND t.deleted_at IS NULL)";
        }
    }

    /**
     * Reads what became different since the last time, user by user, and forgets what is gone. Drift is left to be
     * flushed.
     *
     * @param fence a user who withdraws meanwhile is left alone
     */
    public void read(Stamp stamp, Fence fence) {
        if (rehearsal) {
            return;
        }
        for (Source source : SOURCES) {
            fence.within("", () -> {
                jdbc.update(source.forgetGone("mart.verse_range"));
                jdbc.update(source.forgetGone("mart.range_source"));
            });
            for (String sub : new TreeSet<>(jdbc.queryForList(source.unread("DISTINCT t.sub"), String.class))) {
                fence.within(sub, () -> read(source, sub, stamp));
            }
        }
    }

    private void read(Source source, String sub, Stamp stamp) {
        List<Object[]> keys = new ArrayList<>();
        List<Object[]> sources = new ArrayList<>();
        List<Object[]> ranges = new ArrayList<>();
        jdbc.query(
                source.unread("t.id, t.ranges, t.content_hash") + " AND t.sub = ?",
                row -> {
                    String id = row.getString(1);
                    keys.add(new Object[] {sub, source.entity(), id});
                    sources.add(new Object[] {sub, source.entity(), id, row.getBytes(3)});
                    List<Piece> pieces = VersePieces.of(row.getString(2), text -> note(source, text, stamp));
                    for (int i = 0; i < pieces.size(); i++) {
                        Piece piece = pieces.get(i);
                        ranges.add(new Object[] {
                            sub, source.entity(), id, i + 1, piece.range(), piece.chapter(), piece.first(), piece.last()
                        });
                    }
                },
                sub);
        jdbc.batchUpdate("DELETE FROM mart.verse_range WHERE sub = ? AND entity = ? AND row_id = ?", keys);
        jdbc.batchUpdate("DELETE FROM mart.range_source WHERE sub = ? AND entity = ? AND row_id = ?", keys);
        jdbc.batchUpdate(
                "INSERT INTO mart.range_source (sub, entity, row_id, content_hash) VALUES (?, ?, ?, ?)", sources);
        jdbc.batchUpdate(
                "INSERT INTO mart.verse_range (sub, entity, row_id, position, range_number, chapter_id, first_verse_id,"
                        + " last_verse_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ranges);
    }

    /** Which verses they are is personal: the example shows the form alone. */
    private void note(Source source, String text, Stamp stamp) {
        String form = text.replaceAll("\\d", "9").replaceAll("\\p{L}", "x");
        drift.record(
                new Sighting(
                        source.dataset(),
                        "ranges[]",
                        DriftKind.UNKNOWN_WORD,
                        "string",
                        form.length() > MAX_EXAMPLE ? form.substring(0, MAX_EXAMPLE) : form),
                stamp);
    }
}
