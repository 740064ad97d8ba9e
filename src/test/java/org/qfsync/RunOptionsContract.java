package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.job.Run;
import org.qfsync.job.RunResult;
import org.qfsync.job.RunResult.End;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.SettableClock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs over less than everything, and runs that leave no trace, on whichever database. */
abstract class RunOptionsContract {
    private static final Selection COLLECTIONS = new Selection(Set.of(Dataset.COLLECTIONS), Set.of(), false);

    /** What a rehearsal may change: tokens it has to rotate, what custody notes of it, and the right to run. */
    private static final List<String> LASTING =
            List.of("ops.user_grant", "ops.audit", "ops.client_secret", "ops.run_lease");

    private static final String COUNT_OF_CUSTODY = "custody_epoch=\\d+";

    /** On PostgreSQL; here somebody else withdraws meanwhile. */
    private static final String COUNT_OF_WITHDRAWALS = "changes=\\d+";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox = Sandbox.start(
            SandboxOptions.defaults().withUsers(6).withClock(clock).withServerTimeSkew(Duration.ofMillis(1)));
    private Map<String, String> settings = Map.of();

    /** A new, empty database. */
    abstract DatabaseProperties database(Path folder);

    @BeforeEach
    void configure() {
        settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private NightBench program() {
        return NightBench.start(sandbox, settings, Map.of(), clock);
    }

    private void passADay() {
        sandbox.advance();
        clock.advance(Duration.ofDays(1));
        sandbox.serverTimeSkew(clock.offset());
    }

    private String sub(int index) {
        try (var subs = sandbox.subs()) {
            return subs.skip(index).findFirst().orElseThrow();
        }
    }

    @Test
    void aRehearsalCountsWhatARunWouldDoAndLeavesEveryTableAsItWas() {
        try (NightBench program = program().consented()) {
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
        }
        passADay();
        sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + sub(3)));
        Map<String, Set<String>> before = contents();
        sandbox.resetStats();

        Map<String, String> counted;
        try (NightBench rehearsal = NightBench.rehearse(sandbox, withOneConnection(), clock)) {
            assertThat(rehearsal.run().end()).isEqualTo(End.PARTIAL);
            assertThat(rehearsal.get(Runs.class).tokenRefreshes()).isPositive();
            assertThat(rehearsal.rowsOf(sub(0))).isEqualTo(rehearsal.truthOf(sub(0)));
            counted = counts(rehearsal);
            assertThat(withdrawMeanwhile(rehearsal, sub(0))).succeedsWithin(Duration.ofSeconds(10));
        }

        assertThat(counted).isNotEmpty();
        assertThat(differences(before, contents())).isEmpty();
        try (NightBench program = program()) {
            sandbox.resetStats();
            RunResult real = program.run();
            assertThat(real.end()).isEqualTo(End.PARTIAL);
            assertThat(real.run().map(Run::pass)).contains(1);
            assertThat(counts(program)).isEqualTo(counted);
            assertThat(sandbox.stats().refreshesBySub())
                    .as("the tokens that the rehearsal rotated were kept")
                    .isEmpty();
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    /** Its own connection apart, a rehearsal needs no more of the pool than a run does. */
    private Map<String, String> withOneConnection() {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put("QFSYNC_DB_POOL_SIZE", "1");
        return changed;
    }

    /** What another process does, and undoes, while the rehearsal has not ended. */
    private static CompletableFuture<Void> withdrawMeanwhile(NightBench rehearsal, String sub) {
        JdbcClient other = JdbcClient.create(rehearsal.get(Database.class).lastingDataSource());
        return CompletableFuture.runAsync(() -> List.of("CURRENT_TIMESTAMP", "NULL")
                .forEach(at -> other.sql("UPDATE qf.app_user SET withdrawn_at = " + at + " WHERE sub = ?")
                        .param(sub)
                        .update()));
    }

    /** The rows that only one of them has: a whole database is too much to be printed. */
    private static List<String> differences(Map<String, Set<String>> before, Map<String, Set<String>> after) {
        assertThat(after).containsOnlyKeys(before.keySet());
        List<String> differences = new ArrayList<>();
        before.forEach((table, rows) -> {
            Set<String> now = after.getOrDefault(table, Set.of());
            rows.stream()
                    .filter(row -> !now.contains(row))
                    .map(row -> table + " - " + row)
                    .forEach(differences::add);
            now.stream()
                    .filter(row -> !rows.contains(row))
                    .map(row -> table + " + " + row)
                    .forEach(differences::add);
        });
        return differences;
    }

    private Map<String, Set<String>> contents() {
        try (NightBench program = program()) {
            Map<String, Set<String>> contents = new TreeMap<>(new EveryTable(program.jdbc()).contents());
            contents.keySet().removeAll(LASTING);
            contents.computeIfPresent("ops.deployment", (table, rows) -> without(COUNT_OF_CUSTODY, rows));
            contents.computeIfPresent("mart.slice", (table, rows) -> without(COUNT_OF_WITHDRAWALS, rows));
            return contents;
        }
    }

    private static Set<String> without(String part, Set<String> rows) {
        return rows.stream().map(row -> row.replaceAll(part, "")).collect(Collectors.toSet());
    }

    /** What the latest run did to each dataset. */
    private static Map<String, String> counts(NightBench program) {
        Map<String, String> counts = new TreeMap<>();
        program.jdbc().sql("""
                        SELECT dataset, synced || ' ' || failed || ' +' || inserted || ' ~' || updated || ' ='
                            || unchanged || ' -' || removed || ' h' || held AS did
                        FROM ops.run_dataset WHERE run_id = (SELECT MAX(run_id) FROM ops.run)
                        """).query(row -> {
            counts.put(row.getString("dataset"), row.getString("did"));
        });
        return counts;
    }

    @Test
    void aRunOverChosenDatasetsAndUsersIsAPassOfItsOwnAndTheNightGoesOnAsIfItHadNotBeen() {
        String unlucky = sub(3);
        try (NightBench program = program().consented()) {
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + unlucky));
            assertThat(program.run().end()).isEqualTo(End.PARTIAL);
            List<String> others = states(program, unlucky);
            sandbox.resetStats();

            RunResult subset = program.run(new Selection(Set.of(Dataset.COLLECTIONS), Set.of(unlucky), false));

            assertThat(subset.end()).isEqualTo(End.COMPLETED);
            assertThat(subset.run().map(Run::pass)).contains(2);
            assertThat(sandbox.stats().requestsBySub()).containsOnly(Map.entry(unlucky, 1L));
            assertThat(sandbox.stats().route("content/chapters")).isZero();
            assertThat(states(program, unlucky)).isEqualTo(others);
            assertThat(program.count(
                            "qf.app_user WHERE last_synced_at IS NULL AND sub = '" + unlucky.replace("'", "''") + "'"))
                    .as("not all of the user's data is there")
                    .isEqualTo(1);
            assertThat(program.count("ops.run WHERE selection = 'datasets: collections; users: 1'"))
                    .isEqualTo(1);

            sandbox.clearFaults();
            sandbox.resetStats();
            RunResult rest = program.run();

            assertThat(rest.end()).isEqualTo(End.COMPLETED);
            assertThat(rest.run().map(Run::pass)).contains(3);
            assertThat(sandbox.stats().requestsBySub()).containsOnlyKeys(unlucky);
            assertThat(program.rowsOf(unlucky)).isEqualTo(program.truthOf(unlucky));
            assertThat(program.run(COLLECTIONS).end()).isEqualTo(End.COMPLETED);
            assertThat(program.run().end()).isEqualTo(End.NOTHING_TO_DO);
        }
    }

    /** What is known of everybody's datasets but those that were asked for. */
    private static List<String> states(NightBench program, String asked) {
        return program.jdbc().sql("""
                        SELECT dataset || '|' || sub || '|' || run_id || '|' || outcome FROM ops.dataset_state
                        WHERE sub <> ? OR dataset <> 'collections' ORDER BY 1
                        """).param(asked).query(String.class).list();
    }

    @Test
    @Tag("deep")
    void aStoppedSubsetIsResumedByTheSameRequestAndByNoOther() {
        Selection chosen = new Selection(Set.of(Dataset.COLLECTIONS), Set.of(sub(0), sub(1)), false);
        try (NightBench program = program().consented()) {
            program.get(Runs.class).requestStop();
            assertThat(program.run(chosen).end()).isEqualTo(End.STOPPED);
        }
        try (NightBench program = program()) {
            RunResult other = program.run(new Selection(Set.of(Dataset.COLLECTIONS), Set.of(sub(0), sub(2)), false));
            assertThat(other.run().map(Run::pass)).contains(2);
            assertThat(program.run().run().map(Run::pass)).contains(3);
            sandbox.resetStats();

            RunResult resumed = program.run(chosen);

            assertThat(resumed.end()).isEqualTo(End.COMPLETED);
            assertThat(resumed.run().map(Run::pass)).contains(1);
            assertThat(resumed.run().map(Run::attempts)).contains(2);
            assertThat(sandbox.stats().requestsBySub()).containsOnlyKeys(sub(0), sub(1));
            assertThat(program.run().end()).isEqualTo(End.NOTHING_TO_DO);
        }
    }

    @Test
    @Tag("deep")
    void completeListingsAreAFurtherPassOfACompleteNightAndStayCompleteForItsRest() {
        Selection full = new Selection(Set.of(), Set.of(), true);
        try (NightBench program = program().consented()) {
            program.run();
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + sub(3)));

            assertThat(program.run(full).end()).isEqualTo(End.PARTIAL);
            sandbox.clearFaults();
            RunResult rest = program.run();

            assertThat(rest.end()).isEqualTo(End.COMPLETED);
            assertThat(rest.run()
                            .map(run -> run.pass() + " " + run.kind() + " "
                                    + run.selection().full()))
                    .contains("3 OPEN_REST true");
        }
    }
}
