package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.KeptAnswers;
import org.qfsync.store.Stamp;
import org.qfsync.store.SyncedUsers;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the nights went, counted a second time user by user, through everything that may still become of a night. */
abstract class SyncNightsContract {
    /** The views that are asked here. */
    static final Set<String> VIEWS = Set.of("sync_nights", "sync_failures");

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 27);
    private static final Instant START = Instant.parse("2026-03-27T01:00:00Z");
    private static final List<String> SUBS =
            IntStream.range(0, 14).mapToObj(i -> "user-" + i).toList();

    private record Run(
            long id,
            LocalDate night,
            int pass,
            @Nullable String verdict,
            Instant from,
            @Nullable Instant to) {
        long requests() {
            return id * 7;
        }
    }

    /** What became of a user in a run. */
    private record Fate(
            String state, @Nullable String kind, @Nullable String error) {
        String cause() {
            return error != null ? error : kind != null ? kind : "unknown";
        }
    }

    @TempDir
    private Path folder;

    private final Map<Long, Run> runs = new TreeMap<>();
    private final Map<Long, Map<String, Fate>> fates = new HashMap<>();
    private final Set<String> shown = new TreeSet<>(SUBS);

    abstract DatabaseProperties database(Path folder);

    @Test
    void theNightsAreWhatCountingUserByUserGives() {
        try (Database database = Database.open(database(folder))) {
            database.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZoneId.of("Asia/Amman"), Clock.systemUTC());
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            for (int seed = 1; seed <= 3; seed++) {
                runs.clear();
                fates.clear();
                shown.clear();
                shown.addAll(SUBS);
                List.of("ops.user_run", "ops.run", "qf.app_user", "mart.user_key")
                        .forEach(table -> jdbc.sql("DELETE FROM " + table).update());
                live(database, jdbc, new Random(seed));
            }
        }
    }

    private void live(Database database, JdbcClient jdbc, Random random) {
        SyncedUsers users = new SyncedUsers(database);
        KeptAnswers answers = new KeptAnswers(database);
        // Who never was synced has no row of their own, and failed all the same.
        SUBS.stream().skip(2).forEach(sub -> users.synced(sub, new Stamp(1, START)));
        for (int night = 0; night < 5; night++) {
            for (int pass = 1; pass <= 1 + random.nextInt(3); pass++) {
                add(jdbc, random, night, pass, night < 4);
            }
        }
        withdraw(users, "user-3");
        assertRight(jdbc, "calculated when asked for");
        answers.refresh();
        assertRight(jdbc, "kept");

        Run last = end(jdbc, List.copyOf(runs.values()).get(runs.size() - 1));
        assertRight(jdbc, "the run is over in which they were kept");
        add(jdbc, random, 4, last.pass() + 1, true);
        assertRight(jdbc, "one more pass in the last night");
        resume(jdbc, random, runs.values().iterator().next());
        assertRight(jdbc, "a run of long ago taken up again");
        answers.refresh();
        assertRight(jdbc, "kept again");
        add(jdbc, random, 5, 1, false);
        assertRight(jdbc, "a night under way");
        withdraw(users, "user-4");
        assertRight(jdbc, "somebody withdrew");
        answers.refresh();
        erase(jdbc, "user-4");
        assertRight(jdbc, "who withdrew was erased");
        erase(jdbc, "user-5");
        assertRight(jdbc, "somebody was erased");
        answers.refresh();
        assertRight(jdbc, "kept without them");
    }

    private void withdraw(SyncedUsers users, String sub) {
        users.withdrew(sub, START);
        shown.remove(sub);
    }

    private void erase(JdbcClient jdbc, String sub) {
        jdbc.sql("DELETE FROM ops.user_run WHERE sub = ?").param(sub).update();
        jdbc.sql("DELETE FROM qf.app_user WHERE sub = ?").param(sub).update();
        shown.remove(sub);
    }

    private void add(JdbcClient jdbc, Random random, int night, int pass, boolean ended) {
        Instant from = START.plus(Duration.ofDays(night)).plus(Duration.ofHours(pass));
        Run run = new Run(
                100 + night * 10L + pass,
                FIRST.plusDays(night),
                pass,
                ended ? List.of("COMPLETED", "PARTIAL", "STOPPED").get(random.nextInt(3)) : null,
                from,
                ended ? from.plusMillis(1_000 + random.nextInt(900_000)) : null);
        runs.put(run.id(), run);
        jdbc.sql("INSERT INTO ops.run (run_id, night, pass, kind, verdict, started_at, ended_at, attempts, requests)"
                        + " VALUES (?, ?, ?, 'FULL', ?, ?, ?, 1, ?)")
                .params(values(
                        run.id(),
                        run.night(),
                        pass,
                        run.verdict(),
                        Timestamp.from(from),
                        stored(run.to()),
                        run.requests()))
                .update();
        Map<String, Fate> become = new TreeMap<>();
        for (String sub : SUBS) {
            if (random.nextInt(4) > 0) {
                become.put(sub, fate(random));
            }
        }
        fates.put(run.id(), become);
        become.forEach((sub, fate) -> jdbc.sql("INSERT INTO ops.user_run (run_id, sub, position, state, failure_kind,"
                        + " error_class) VALUES (?, ?, 1, ?, ?, ?)")
                .params(values(run.id(), sub, fate.state(), fate.kind(), fate.error()))
                .update());
    }

    private static Fate fate(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new Fate("DONE", null, null);
            case 3 -> new Fate("FAILED", "TRANSIENT", "http_503");
            case 4 -> new Fate("FAILED", "TRANSIENT", null);
            case 5 -> new Fate("FAILED", null, null);
            case 6 -> new Fate("SKIPPED", "PERMANENT", "no_such_user");
            default -> new Fate("PENDING", null, null);
        };
    }

    private Run end(JdbcClient jdbc, Run run) {
        Run over = new Run(
                run.id(),
                run.night(),
                run.pass(),
                "PARTIAL",
                run.from(),
                run.from().plusSeconds(90));
        runs.put(run.id(), over);
        jdbc.sql("UPDATE ops.run SET verdict = 'PARTIAL', ended_at = ? WHERE run_id = ?")
                .params(values(stored(over.to()), run.id()))
                .update();
        return over;
    }

    /** It is under way once more, and users become something else. */
    private void resume(JdbcClient jdbc, Random random, Run run) {
        runs.put(run.id(), new Run(run.id(), run.night(), run.pass(), null, run.from(), null));
        jdbc.sql("UPDATE ops.run SET verdict = NULL, ended_at = NULL, attempts = 2 WHERE run_id = ?")
                .param(run.id())
                .update();
        Map<String, Fate> become = Objects.requireNonNull(fates.get(run.id()));
        become.replaceAll((sub, before) -> fate(random));
        become.forEach((sub, fate) -> jdbc.sql("UPDATE ops.user_run SET state = ?, failure_kind = ?, error_class = ?"
                        + " WHERE run_id = ? AND sub = ?")
                .params(values(fate.state(), fate.kind(), fate.error(), run.id(), sub))
                .update());
    }

    private static @Nullable Timestamp stored(@Nullable Instant moment) {
        return moment == null ? null : Timestamp.from(moment);
    }

    private void assertRight(JdbcClient jdbc, String when) {
        List<String> nights = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        new TreeSet<>(runs.values().stream().map(Run::night).toList()).forEach(night -> count(night, nights, failures));
        assertThat(rows(jdbc, """
                SELECT night, verdict, passes, started_at, ended_at, seconds, users_done, users_failed, requests
                FROM analytics.sync_nights ORDER BY night""")).as(when).containsExactlyElementsOf(nights);
        assertThat(rows(jdbc, "SELECT night, cause, users FROM analytics.sync_failures"))
                .as(when)
                .containsExactlyInAnyOrderElementsOf(failures);
    }

    private void count(LocalDate night, List<String> nights, List<String> failures) {
        List<Run> passes = runs.values().stream()
                .filter(run -> run.night().equals(night))
                .sorted(Comparator.comparingInt(Run::pass))
                .toList();
        int done = 0;
        Map<String, Integer> causes = new TreeMap<>();
        for (String sub : shown) {
            List<Fate> became = passes.stream()
                    .map(run -> Objects.requireNonNull(fates.get(run.id())).get(sub))
                    .filter(Objects::nonNull)
                    .toList();
            if (became.stream().anyMatch(fate -> fate.state().equals("DONE"))) {
                done++;
            } else {
                became.stream()
                        .filter(fate -> fate.state().equals("FAILED"))
                        .reduce((earlier, later) -> later)
                        .ifPresent(fate -> causes.merge(fate.cause(), 1, Integer::sum));
            }
        }
        causes.forEach((cause, users) -> failures.add(row(night, cause, users)));
        List<Instant> ends =
                passes.stream().map(Run::to).filter(Objects::nonNull).sorted().toList();
        long millis = passes.stream()
                .mapToLong(run -> run.to() == null
                        ? 0
                        : Duration.between(run.from(), run.to()).toMillis())
                .sum();
        nights.add(row(
                night,
                passes.get(passes.size() - 1).verdict(),
                passes.size(),
                passes.get(0).from(),
                ends.isEmpty() ? null : ends.get(ends.size() - 1),
                ends.isEmpty() ? null : millis / 1_000,
                done,
                causes.values().stream().mapToInt(Integer::intValue).sum(),
                passes.stream().mapToLong(Run::requests).sum()));
    }

    private static List<@Nullable Object> values(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(value);
        }
        return list;
    }

    private static String row(@Nullable Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(Cells.stored(cell));
        }
        return String.join("|", texts);
    }

    private static List<String> rows(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query().listOfRows().stream()
                .map(row -> row(row.values().toArray()))
                .toList();
    }
}
