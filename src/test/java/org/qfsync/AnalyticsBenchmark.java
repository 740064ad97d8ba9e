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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.KeptAnswers;
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
            measure(jdbc, users.equals(LARGE));
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

    private void measure(JdbcTemplate jdbc, boolean large) throws IOException {
        Path plans = Files.createDirectories(Path.of("sql/plans"));
        Map<String, Double> slow = new LinkedHashMap<>();
        out.printf("%-22s %10s %8s%n", "question", "warm ms", "rows");
        for (String view : jdbc.queryForList("""
                SELECT viewname FROM pg_views
                WHERE schemaname = 'analytics' AND viewname !~ '^(dim_|fact_|tafsir_)' ORDER BY viewname
                """, String.class)) {
            String question = "SELECT * FROM analytics." + view + ASKED.getOrDefault(view, "");
            List<Double> times = new ArrayList<>();
            int rows = 0;
            for (int i = 0; i <= REPETITIONS; i++) {
                Instant began = Instant.now();
                rows = jdbc.queryForList(question).size();
                times.add(Duration.between(began, Instant.now()).toNanos() / 1e6);
            }
            double median = times.stream().skip(1).sorted().toList().get(REPETITIONS / 2);
            out.printf("%-22s %10.1f %8s%n", view, median, rows == ROWS_SHOWN ? rows + "+" : rows);
            if (large) {
                plan(jdbc, plans.resolve(view + ".txt"), question);
            }
            if (median > 1_000) {
                slow.put(view, median);
            }
        }
        assertThat(slow).as("questions that take longer than a second").isEmpty();
    }

    private static void plan(JdbcTemplate jdbc, Path file, String question) throws IOException {
        List<String> lines =
                jdbc.queryForList("EXPLAIN (ANALYZE, BUFFERS) " + question + " LIMIT " + ROWS_SHOWN, String.class);
        Files.writeString(file, "-- " + question + " LIMIT " + ROWS_SHOWN + "\n" + String.join("\n", lines) + "\n");
    }

    private static double seconds(Runnable work) {
        Instant began = Instant.now();
        work.run();
        return Duration.between(began, Instant.now()).toMillis() / 1000.0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
