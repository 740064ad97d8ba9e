package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.SandboxStats;

/** {@code kill -9} in the middle, then {@code run}: the result equals an undisturbed run. */
abstract class KilledRunContract {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int USERS = 25;
    static final SandboxOptions OPTIONS = SandboxOptions.defaults().withUsers(USERS);

    private static final int CONCURRENCY = 4;

    /** The shortest that leaves a refresh its time: whom the kill caught in a refresh is waited for so long. */
    private static final Map<String, String> SHORT_LEASE = Map.of(
            "QFSYNC_TOKEN_DEADLINE", "5s", "QFSYNC_TOKEN_LEASE", "10s", "QFSYNC_API_CONCURRENCY", "" + CONCURRENCY);

    @TempDir
    Path folder;

    /** Settings of an empty database; none for the H2 file in the home folder. */
    abstract Map<String, String> database();

    @Test
    void aRunKilledAmongTheUsersEndsAsIfItHadNotBeen() throws Exception {
        try (Sandbox sandbox = Sandbox.start(OPTIONS.withLatency(Duration.ofMillis(10)))) {
            Deployed deployed = deploy(sandbox);
            try (QfsyncProcess killed = deployed.run()) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> sandbox.stats().requestsBySub().size() >= 14 || !killed.isAlive());
                killed.kill();
            }
            List<String> done = deployed.query("SELECT sub FROM ops.user_run WHERE state = 'DONE'");
            assertThat(done).as("killed in the middle").hasSizeBetween(1, USERS - 5);
            SandboxStats before = sandbox.stats();

            try (QfsyncProcess resumed = deployed.run()) {
                assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            }
            SandboxStats after = sandbox.stats();
            assertThat(after.refreshTokenReuses()).isZero();
            assertThat(done)
                    .as("not fetched again")
                    .allSatisfy(sub -> assertThat(after.requestsBySub().get(sub))
                            .isEqualTo(before.requestsBySub().get(sub)));
            assertThat(deployed.query("SELECT attempts FROM ops.run")).containsExactly("2");
            assertSameAsUndisturbed(deployed, lostToTheKill(deployed));
        }
    }

    @Test
    @Tag("deep")
    void aRunKilledAgainAndAgainEndsAsIfItHadNotBeen() throws Exception {
        try (Sandbox sandbox = Sandbox.start(OPTIONS.withLatency(Duration.ofMillis(10)))) {
            Deployed deployed = deploy(sandbox);
            Random random = new Random(1);
            for (int kills = 0; kills < 6; kills++) {
                long until = sandbox.stats().requests() + 20 + random.nextInt(180);
                try (QfsyncProcess killed = deployed.run()) {
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(10))
                            .until(() -> sandbox.stats().requests() >= until || !killed.isAlive());
                    killed.kill();
                }
            }
            try (QfsyncProcess resumed = deployed.run()) {
                assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            }
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
            Set<String> lost = lostToTheKill(deployed);
            assertThat(lost).hasSizeLessThanOrEqualTo(1 + 6 * CONCURRENCY);
            assertSame(deployed, lost);
        }
    }

    Deployed deploy(Sandbox sandbox) {
        Map<String, String> settings = new HashMap<>(SHORT_LEASE);
        settings.putAll(database());
        return Deployed.with(sandbox, folder.resolve("home"), settings);
    }

    /** Whose refresh the kill caught between the server's commit and ours, and the one revoked from the start: named as such. */
    static Set<String> lostToTheKill(Deployed deployed) {
        return Set.copyOf(
                deployed.query(
                        "SELECT sub FROM ops.user_run WHERE state = 'SKIPPED' AND error_class IN ('token_inactive', 'invalid_grant')"));
    }

    static void assertSameAsUndisturbed(Deployed deployed, Set<String> lost) {
        assertThat(lost).hasSizeLessThanOrEqualTo(1 + CONCURRENCY);
        assertSame(deployed, lost);
    }

    private static void assertSame(Deployed deployed, Set<String> lost) {
        Map<String, List<String>> expected = without(lost, Undisturbed.stored());
        Map<String, List<String>> stored = without(lost, deployed.stored());
        // Row by row: thousands of rows in a message would hide the one that differs.
        expected.forEach((table, rows) -> {
            assertThat(firstDifference(rows, stored.get(table))).as(table).isEmpty();
            assertThat(rows).as(table).isNotEmpty();
        });
    }

    static List<String> firstDifference(List<String> expected, List<String> stored) {
        Set<String> missing = new LinkedHashSet<>(expected);
        stored.forEach(missing::remove);
        Set<String> surplus = new LinkedHashSet<>(stored);
        expected.forEach(surplus::remove);
        return Stream.concat(
                        missing.stream().map("missing "::concat),
                        surplus.stream().map("surplus "::concat))
                .limit(3)
                .toList();
    }

    private static Map<String, List<String>> without(Set<String> subs, Map<String, List<String>> tables) {
        Map<String, List<String>> rest = new HashMap<>();
        tables.forEach((table, rows) -> rest.put(
                table,
                rows.stream()
                        .filter(row -> subs.stream().noneMatch(sub -> row.contains("sub=" + sub)))
                        .toList()));
        return rest;
    }
}
