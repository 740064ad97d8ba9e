package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.VerseRanges;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every view of {@code analytics} is known to an oracle; and those that no world of the sandbox brings to their edges
 * are right there: rows made by hand, in a zone that is on another day than UTC for half of the time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnalyticsViewsContract {
    /** Ahead of UTC by 12 hours in winter and 13 in summer. */
    private static final ZoneId ZONE = ZoneId.of("Pacific/Auckland");

    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final Stamp STAMP = new Stamp(1, NOW);

    /** Asked in this class. */
    private static final Set<String> HERE =
            Set.of("dim_chapter", "dim_verse", "dim_date", "content_freshness", "attribution");

    /** What became of which row, and the history of items: compared in {@link FactsContract} night by night. */
    private static final Set<String> HISTORY = Set.of("fact_change", "fact_membership");

    /** Worked out verse by verse in {@code content.ContentSyncContract}. */
    private static final Set<String> CONTENT_SYNC = Set.of("tafsir_of_verse");

    private Database database;
    private JdbcClient jdbc;

    abstract DatabaseProperties database(Path folder);

    @BeforeAll
    void open(@TempDir Path folder) {
        database = Database.open(database(folder));
        database.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZONE, Clock.systemUTC());
        jdbc = JdbcClient.create(database.dataSource());
        SyncedUsers users = new SyncedUsers(database);
        List.of("amal", "omar", "sara", "gone").forEach(sub -> users.synced(sub, STAMP));
        users.withdrew("gone", NOW);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void everyViewHasAnOracle() {
        Set<String> known = new TreeSet<>(FactsOracle.COLUMNS.keySet());
        known.addAll(new QuestionsOracle(jdbc, ZONE, List.of()).views());
        known.addAll(SyncNightsContract.VIEWS);
        known.addAll(HERE);
        known.addAll(HISTORY);
        known.addAll(CONTENT_SYNC);

        assertThat(jdbc.sql("SELECT LOWER(table_name) FROM information_schema.tables"
                                + " WHERE LOWER(table_schema) = 'analytics'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void daysAreThoseOfTheCalendar() {
        LocalDate end = LocalDate.of(LocalDate.now(ZONE).getYear() + 1, 12, 31);
        List<String> days = LocalDate.of(2015, 1, 1)
                .datesUntil(end.plusDays(1))
                .map(day -> row(
                        day,
                        day.getYear(),
                        day.get(IsoFields.QUARTER_OF_YEAR),
                        day.getMonthValue(),
                        day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                        day.getDayOfWeek().getValue(),
                        day.getDayOfWeek().getValue() >= 6))
                .toList();

        assertThat(rows("SELECT date_day, calendar_year, calendar_quarter, calendar_month, iso_week_start, weekday,"
                        + " is_weekend FROM analytics.dim_date ORDER BY date_day"))
                .isEqualTo(days);
    }

    @Test
    void chaptersAndVersesAreThoseThatAreStillThere() {
        for (int chapter = 1; chapter <= 3; chapter++) {
            insert(
                    "qf.chapter",
                    "chapter_id, name_simple, name_complex, name_arabic, translated_name, revelation_place,"
                            + " revelation_order, verses_count, deleted_at",
                    List.of(
                            chapter,
                            "simple",
                            "complex",
                            "arabic",
                            "translated",
                            "makkah",
                            chapter + 10,
                            List.of(7, 286, 200).get(chapter - 1)),
                    chapter == 3);
            for (int verse = 1; verse <= 3; verse++) {
                int id = chapter * 10 + verse;
                insert(
                        "qf.verse",
                        "verse_id, verse_key, chapter_id, verse_number, juz_number, hizb_number, rub_el_hizb_number,"
                                + " ruku_number, manzil_number, page_number, deleted_at",
                        List.of(
                                9_000 + id,
                                chapter + ":" + verse,
                                chapter,
                                verse,
                                id + 100,
                                id + 200,
                                id + 300,
                                id + 400,
                                id + 500,
                                id + 600),
                        verse == 3);
            }
        }
        try {
            assertThat(rows("SELECT * FROM analytics.dim_chapter ORDER BY chapter_id"))
                    .containsExactly(
                            "1|simple|arabic|translated|makkah|11|7", "2|simple|arabic|translated|makkah|12|286");
            assertThat(rows("SELECT * FROM analytics.dim_verse ORDER BY verse_id"))
                    .hasSize(6)
                    .startsWith("9011|1:1|1|1|111|211|311|411|511|611")
                    .endsWith("9032|3:2|3|2|132|232|332|432|532|632");
        } finally {
            clear("qf.verse", "qf.chapter");
        }
    }

    @Test
    void sourcesAreNamedAsLongAsTheyAreOffered() {
        for (boolean deleted : List.of(false, true)) {
            int id = deleted ? 2 : 1;
            insert(
                    "qf.translation_resource",
                    "translation_id, name, author_name, language_name, translated_name, deleted_at",
                    List.of(id, "t", "ta", "tl", "tt"),
                    deleted);
            insert(
                    "qf.tafsir_resource",
                    "tafsir_id, name, author_name, language_name, translated_name, deleted_at",
                    List.of(id, "f", "fa", "fl", "ft"),
                    deleted);
            insert(
                    "qf.recitation_resource",
                    "recitation_id, reciter_name, style, deleted_at",
                    List.of(id, "r", "s"),
                    deleted);
            insert(
                    "qf.chapter_reciter",
                    "reciter_id, name, translated_name, deleted_at",
                    List.of(id, "c", "ct"),
                    deleted);
        }
        freshness("chapters", 10, Duration.ofDays(1), Duration.ofDays(6));
        freshness("juzs", 30, Duration.ofDays(3), Duration.ofDays(-1));
        freshness("verses", 5, Duration.ofDays(8), Duration.ofDays(-1));
        freshness("pages", 0, Duration.ofDays(9), Duration.ofDays(-1));
        freshness("rukus", 0, null, Duration.ofDays(-1));
        jdbc.sql("INSERT INTO ops.dataset_state (dataset, sub, verified_at, run_id, row_count, outcome)"
                        + " VALUES ('bookmarks', 'amal', CURRENT_TIMESTAMP, 1, 1, 'SYNCED')")
                .update();
        try {
            String notice = "Quran data provided by Quran Foundation";
            assertThat(rows("SELECT * FROM analytics.attribution"))
                    .containsExactlyInAnyOrder(
                            "translations|1|t|ta|tl|" + notice,
                            "tafsirs|1|f|fa|fl|" + notice,
                            "recitations|1|r|r|arabic|" + notice,
                            "chapter_recitations|1|ct|c|arabic|" + notice);
            assertThat(rows("SELECT dataset, resource_group, name, row_count, age_in_days, state, attribution"
                            + " FROM analytics.content_freshness"))
                    .containsExactlyInAnyOrder(
                            "chapters|-|-|10|1|fresh|" + notice,
                            "juzs|-|-|30|3|due|" + notice,
                            "verses|-|-|5|8|overdue|" + notice,
                            "pages|-|-|0|9|purged|" + notice,
                            "rukus|-|-|0|-|never complete|" + notice);
        } finally {
            clear(
                    "qf.translation_resource",
                    "qf.tafsir_resource",
                    "qf.recitation_resource",
                    "qf.chapter_reciter",
                    "ops.dataset_state");
        }
    }

    private void freshness(String dataset, int rows, @Nullable Duration age, Duration due) {
        Instant now = Instant.now();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(dataset);
        values.add(age == null ? null : Timestamp.from(now.minus(age)));
        values.addAll(List.of(Timestamp.from(now.plus(due)), rows));
        jdbc.sql("INSERT INTO ops.dataset_state (dataset, sub, verified_at, due_at, run_id, row_count, outcome)"
                        + " VALUES (?, '', ?, ?, 1, ?, 'SYNCED')")
                .params(values)
                .update();
    }

    @Test
    void hoursAndMonthsAreThoseOfTheZoneInSummerAndInWinter() {
        Random random = new Random(6);
        Map<String, List<String>> hours = new HashMap<>();
        Map<LocalDate, Set<String>> months = new TreeMap<>();
        // The hour before and after each change of the clocks, and any time of two years.
        List<Instant> moments = new ArrayList<>(List.of(
                Instant.parse("2026-04-04T13:30:00Z"),
                Instant.parse("2026-04-04T14:30:00Z"),
                Instant.parse("2025-09-27T13:59:59Z"),
                Instant.parse("2025-09-27T14:00:00Z"),
                Instant.parse("2025-12-31T11:00:00Z"),
                Instant.parse("2025-12-31T10:59:59Z")));
        random.longs(200, 0, Duration.ofDays(700).toSeconds()).forEach(back -> moments.add(NOW.minusSeconds(back)));
        for (int i = 0; i < moments.size(); i++) {
            String sub = List.of("amal", "omar", "sara", "gone").get(random.nextInt(4));
            Instant moment = moments.get(i);
            boolean deleted = i > 6 && random.nextInt(6) == 0;
            insert(
                    "qf.reading_session",
                    "sub, id, updated_at, chapter_number, verse_number, deleted_at",
                    List.of(sub, "s" + i, Timestamp.from(moment), 2, 255),
                    deleted);
            insert(
                    "qf.bookmark",
                    "sub, id, type, key_number, verse_number, created_at, deleted_at",
                    List.of(sub, "b" + i, "ayah", 2, 255, Timestamp.from(moment)),
                    deleted);
            if (!deleted && !sub.equals("gone")) {
                ZonedDateTime at = moment.atZone(ZONE);
                hours.computeIfAbsent(row(at.getDayOfWeek().getValue(), at.getHour()), any -> new ArrayList<>())
                        .add(sub);
                months.computeIfAbsent(YearMonth.from(at).atDay(1), any -> new HashSet<>())
                        .add("b" + i + " " + sub);
            }
        }
        try {
            assertThat(rows("SELECT weekday, hour_of_day, sessions, users FROM analytics.reading_heat_map"))
                    .containsExactlyInAnyOrderElementsOf(hours.entrySet().stream()
                            .map(hour -> hour.getKey() + "|" + hour.getValue().size() + "|"
                                    + new HashSet<>(hour.getValue()).size())
                            .toList());
            assertThat(rows("SELECT month_start, saves FROM analytics.saves_by_month ORDER BY month_start"))
                    .isEqualTo(months.entrySet().stream()
                            .map(month -> row(month.getKey(), month.getValue().size()))
                            .toList());
            assertThat(rows("SELECT created_on, COUNT(*) FROM analytics.fact_bookmark"
                            + " WHERE created_on = DATE '2026-01-01' GROUP BY created_on"))
                    .as("13:00 after midnight in the summer of the south")
                    .hasSize(1);
        } finally {
            clear("qf.reading_session", "qf.bookmark");
        }
    }

    @Test
    void rangesCountVerseByVerseAndWhatIsNoneIsDrift() {
        IntStream.rangeClosed(1, 6236)
                .filter(id -> id <= 7 || (id >= 290 && id <= 300))
                .forEach(id -> insert(
                        "qf.verse",
                        "verse_id, verse_key, chapter_id, verse_number, deleted_at",
                        List.of(id, "k" + id, id <= 7 ? 1 : id <= 293 ? 2 : 3, id),
                        id == 292));
        insert("qf.chapter", "chapter_id, name_simple, verses_count, deleted_at", List.of(1, "a", 7), false);
        insert("qf.chapter", "chapter_id, name_simple, verses_count, deleted_at", List.of(2, "b", 286), false);
        insert("qf.chapter", "chapter_id, name_simple, verses_count, deleted_at", List.of(3, "c", 200), false);
        note("amal", "across", "[\"2:284-3:2\", \"2:286\", \"3:2-3:3\"]", false);
        note("amal", "odd", "[\"3:2-2:286\", \"1:8\", \"x\", \"\", 7, \"1:2\"]", false);
        note("amal", "empty", "[]", false);
        note("amal", "none", null, false);
        note("amal", "deleted", "[\"1:1\"]", true);
        note("gone", "gone", "[\"1:1\"]", false);
        for (String sub : List.of("amal", "gone")) {
            day(sub, "d1", "2026-03-01", "QURAN", "[\"1:1-1:5\", \"2:286-3:2\"]", false);
            day(sub, "d2", "2026-03-02", "QURAN", "[\"1:4-1:7\", \"1:7-1:1\"]", false);
            day(sub, "d3", "2026-03-03", "QURAN", "[\"3:1-3:200\"]", true);
            day(sub, "d4", "2026-03-04", "LESSON", "[\"3:1-3:200\"]", false);
        }
        SchemaDrift drift = new SchemaDrift(database);
        new VerseRanges(database, drift).read(STAMP, (sub, work) -> {
            work.run();
            return true;
        });
        drift.flush();
        try {
            assertThat(
                            rows(
                                    "SELECT range_count, verse_count FROM analytics.fact_note ORDER BY verse_count, range_count"))
                    .containsExactly("0|0", "0|0", "1|1", "1|6");
            // 2:285 is the verse that is gone
            assertThat(rows("SELECT verse_id FROM analytics.fact_note_verse ORDER BY verse_id"))
                    .containsExactly("2", "291", "293", "294", "295", "296");
            assertThat(rows("SELECT activity_date, COUNT(*) FROM analytics.fact_activity_verse WHERE type = 'QURAN'"
                            + " GROUP BY activity_date ORDER BY activity_date"))
                    .containsExactly("2026-03-01|8", "2026-03-02|4");
            assertThat(rows("SELECT chapter_id, verses_read, verses_count FROM analytics.chapter_coverage"
                            + " ORDER BY chapter_id"))
                    .containsExactly("1|7|7", "2|1|286", "3|2|200");
            assertThat(rows("SELECT dataset, occurrences FROM ops.schema_drift ORDER BY dataset"))
                    .containsExactly("activity_days|2", "notes|5");
        } finally {
            clear(
                    "qf.note",
                    "qf.activity_day",
                    "qf.verse",
                    "qf.chapter",
                    "mart.verse_range",
                    "mart.range_source",
                    "ops.schema_drift");
        }
    }

    private void note(String sub, String id, @Nullable String ranges, boolean deleted) {
        insert("qf.note", "sub, id, body, deleted_at", List.of(sub, id, "words"), deleted);
        if (ranges != null) {
            ranges("qf.note", sub, id, ranges);
        }
    }

    private void day(String sub, String id, String date, String type, String ranges, boolean deleted) {
        insert(
                "qf.activity_day",
                "sub, id, activity_date, type, verses_read, deleted_at",
                List.of(sub, id, LocalDate.parse(date), type, 3),
                deleted);
        ranges("qf.activity_day", sub, id, ranges);
    }

    private void ranges(String table, String sub, String id, String ranges) {
        jdbc.sql("UPDATE " + table + " SET ranges = CAST(? AS qf.json_document) WHERE sub = ? AND id = ?")
                .params(ranges, sub, id)
                .update();
    }

    /** A row with these values; the last column is when it was deleted. */
    private void insert(String table, String columns, List<Object> values, boolean deleted) {
        List<@Nullable Object> all = new ArrayList<>(values);
        all.add(deleted ? Timestamp.from(NOW) : null);
        String marks = all.stream().map(each -> "?").collect(Collectors.joining(", "));
        all.addAll(List.of(Timestamp.from(NOW), Timestamp.from(NOW), new byte[] {1}));
        jdbc.sql("INSERT INTO " + table + " (" + columns + ", first_seen_at, changed_at, run_id, content_hash) VALUES ("
                        + marks + ", ?, ?, 1, ?)")
                .params(all)
                .update();
    }

    private void clear(String... tables) {
        for (String table : tables) {
            jdbc.sql("DELETE FROM " + table).update();
        }
    }

    private static String row(@Nullable Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(Cells.stored(cell));
        }
        return String.join("|", texts);
    }

    private List<String> rows(String sql) {
        return jdbc.sql(sql).query().listOfRows().stream()
                .map(row -> row(row.values().toArray()))
                .toList();
    }
}
