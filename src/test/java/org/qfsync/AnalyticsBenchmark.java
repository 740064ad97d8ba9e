package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.KeptAnswers;
import org.qfsync.store.SyncedUsers;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What {@code ops/bench/analytics} runs: a large world in PostgreSQL, and how long each finished question takes in it.
 * Its name is none of a test, so that no build runs it unasked.
 */
final class AnalyticsBenchmark {
    /** The plans that are kept are those of so many users. */
    private static final String LARGE = "100000";

    private static final int REPETITIONS = 5;
    private static final int ROWS_SHOWN = 1_000;

    /** How the long answers are asked for: nobody reads a row for each user. */
    private static final Map<String, String> ASKED = Map.of(
            "most_saved_verses", " ORDER BY saves DESC, verse_key",
            "favorite_verses", " ORDER BY users DESC, verse_key",
            "chapter_coverage", " WHERE chapter_id = 18 ORDER BY share DESC, user_key",
            "users_gone_quiet", " WHERE days_quiet >= 30 ORDER BY active_days DESC, user_key");

    private final PrintStream out = System.out;

    @Test
    void everyFinishedQuestionAnswersWithinASecond() throws IOException {
        String users = System.getenv().getOrDefault("USERS", LARGE);
        try (Database database = Database.open(properties())) {
            database.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZoneId.of("Europe/Istanbul"), Clock.systemUTC());
            JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
            jdbc.setMaxRows(ROWS_SHOWN);
            if (jdbc.queryForList("SELECT sub FROM qf.app_user LIMIT 1").isEmpty()) {
                out.printf("generated %s users in %.0f s%n", users, seconds(() -> generate(jdbc, users)));
            }
            KeptAnswers answers = new KeptAnswers(database);
            out.printf("filled all kept answers in %.0f s%n", seconds(answers::refresh));
            if (System.getenv("TWICE") != null) {
                out.printf("refreshed all kept answers in %.0f s%n", seconds(answers::refresh));
            }
            Map<String, Double> kept = times(jdbc);
            if (users.equals(LARGE)) {
                writePlans(jdbc);
            }
            withdrawSomebody(database, jdbc);
            Map<String, Double> without = times(jdbc);
            double refreshed = seconds(answers::refreshStale);
            out.printf("%-22s %10s %24s%n", "question", "kept ms", "one slice put aside ms");
            kept.forEach((view, time) -> out.printf("%-22s %10.1f %24.1f%n", view, time, without.get(view)));
            out.printf("refreshed that slice and the nights in %.1f s%n", refreshed);
            assertThat(kept.values()).as("milliseconds").allMatch(time -> time < 1_000);
        }
    }

    private static DatabaseProperties properties() {
        Map<String, String> settings = System.getenv();
        return settings.containsKey("BENCH_DB_URL")
                ? new DatabaseProperties(
                        settings.getOrDefault("BENCH_DB_URL", ""),
                        settings.getOrDefault("BENCH_DB_USER", "postgres"),
                        settings.getOrDefault("BENCH_DB_PASSWORD", ""))
                : TestDatabase.postgresProperties();
    }

    /** All in one connection, because what it prepares is in temporary tables. */
    private static void generate(JdbcTemplate jdbc, String users) {
        String world = read(Path.of("ops/bench/analytics.sql")).replace(":users", users);
        jdbc.execute(world + ";DROP TABLE shape, person, mark, day; RESET work_mem; RESET synchronous_commit");
        jdbc.execute("VACUUM ANALYZE");
    }

    private static void withdrawSomebody(Database database, JdbcTemplate jdbc) {
        String sub = jdbc.queryForObject(
                "SELECT sub FROM qf.app_user WHERE withdrawn_at IS NULL ORDER BY sub LIMIT 1", String.class);
        new SyncedUsers(database).withdrew(Objects.requireNonNull(sub), Instant.now());
    }

    /** Medians in milliseconds, of all but the first time. */
    private static Map<String, Double> times(JdbcTemplate jdbc) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String view : questions(jdbc)) {
            List<Double> times = new ArrayList<>();
            for (int i = 0; i <= REPETITIONS; i++) {
                times.add(1_000 * seconds(() -> jdbc.queryForList(question(view))));
            }
            medians.put(view, times.stream().skip(1).sorted().toList().get(REPETITIONS / 2));
        }
        return medians;
    }

    private static List<String> questions(JdbcTemplate jdbc) {
        return jdbc.queryForList("""
                SELECT viewname FROM pg_views
                WHERE schemaname = 'analytics' AND viewname !~ '^(dim_|fact_|tafsir_)' ORDER BY viewname
                """, String.class);
    }

    private static String question(String view) {
        return "SELECT * FROM analytics." + view + ASKED.getOrDefault(view, "");
    }

    private static void writePlans(JdbcTemplate jdbc) throws IOException {
        Path plans = Files.createDirectories(Path.of("sql/plans"));
        for (String view : questions(jdbc)) {
            plan(jdbc, plans.resolve(view + ".txt"), question(view));
        }
    }

    private static void plan(JdbcTemplate jdbc, Path file, String question) throws IOException {
        List<String> lines =
                jdbc.queryForList("EXPLAIN (ANALYZE, BUFFERS) " + question + " LIMIT " + ROWS_SHOWN, String.class);
        Files.writeString(file, "-- " + question + " LIMIT " + ROWS_SHOWN + "\n" + String.join("\n", lines) + "\n");
    }

    private static double seconds(Runnable work) {
        Instant began = Instant.now();
        work.run();
        return Duration.between(began, Instant.now()).toNanos() / 1e9;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
