package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.job.RunResult;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.UserTruth;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UserRows;
import org.qfsync.testing.SettableClock;
import org.qfsync.token.Actor;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;

/** What analysts see is what the service has tonight, of the users whose consent stands, and of nobody else. */
abstract class FactsContract {
    private static final ZoneId ZONE = ZoneId.of("Asia/Amman");

    private static final Selection USERS_AND_VERSES = new Selection(
            Stream.of(Dataset.values())
                    .filter(each -> each.isUserData() || each == Dataset.CHAPTERS || each == Dataset.VERSES)
                    .collect(Collectors.toSet()),
            Set.of(),
            false);

    @TempDir
    private Path folder;

    abstract DatabaseProperties database(Path folder);

    /** What stood at a moment that is written as {@code %s}. */
    abstract String asOf();

    @Test
    void factsAreTheWorldsAndWhoWithdrewIsInNoneAtOnce() {
        live(7, 14, List.of(3, 2));
    }

    @Test
    @Tag("deep")
    void factsOfManyWorldsAreTheWorlds() {
        for (int i = 0; i < 4; i++) {
            long seed = System.nanoTime() % 1_000_000;
            live(seed, 10, List.of(1, 3, 2));
        }
    }

    private void live(long seed, int users, List<Integer> nights) {
        SettableClock clock = new SettableClock();
        SandboxOptions options = SandboxOptions.defaults()
                .withSeed(seed)
                .withUsers(users)
                .withClock(clock)
                .withServerTimeSkew(Duration.ofMillis(1));
        Map<String, String> chosen = Map.of(
                "QFSYNC_USER_DATASETS",
                Stream.of(Dataset.values())
                        .filter(Dataset::isUserData)
                        .map(Dataset::id)
                        .collect(Collectors.joining(",")),
                "QFSYNC_SCHEDULE_ZONE",
                ZONE.getId());
        Path home = folder.resolve("world-" + seed);
        try (Sandbox sandbox = Sandbox.start(options);
                NightBench program = NightBench.start(
                        sandbox, NightBench.settings(sandbox, database(home), home.resolve("home")), chosen, clock)) {
            program.consented();
            Map<Instant, Map<String, List<String>>> history = new HashMap<>();
            ChangesOracle changes = new ChangesOracle();
            for (int days : nights) {
                pass(sandbox, clock, days);
                converge(program);
                FactsOracle oracle = new FactsOracle(program.jdbc(), ZONE);
                List<UserTruth> readable = readable(sandbox, program);
                assertThat(readable.stream().flatMap(user -> oracle.differences(user).stream()))
                        .as("seed %d, night %d", seed, sandbox.night())
                        .isEmpty();
                readable.forEach(changes::night);
                assertThat(readable)
                        .allSatisfy(user -> assertThat(ChangesOracle.shown(program.jdbc(), oracle.userKey(user.sub())))
                                .as("seed %d, night %d", seed, sandbox.night())
                                .isEqualTo(changes.expected(user.sub())));
                assertThat(program.count("analytics.fact_change")).isEqualTo(program.count("ops.change_event"));
                assertThat(program.count("ops.schema_drift")).isZero();
                assertThat(oracle.versesAmiss()).isEmpty();
                assertThat(program.count("analytics.dim_chapter")).isEqualTo(114);
                history.put(
                        clock.instant(), readable.stream().collect(Collectors.toMap(UserTruth::sub, oracle::items)));
            }
            assertThat(program.count("qf.collection_item WHERE deleted_at IS NOT NULL"))
                    .isPositive();
            FactsOracle oracle = new FactsOracle(program.jdbc(), ZONE);
            List<UserTruth> last = readable(sandbox, program);
            history.forEach((moment, items) ->
                    last.forEach(user -> assertThat(oracle.membership(asOf().formatted(moment), user.sub()))
                            .as("seed %d, as of %s", seed, moment)
                            .isEqualTo(items.get(user.sub()))));
            assertConsentStates(program, oracle);
            program.get(Tokens.class).lifecycle().pause(last.get(1).sub(), Actor.operator());
            assertThat(assertConsentStates(program, oracle)).contains("granted", "paused");
            leave(program, oracle, last.get(0).sub());
        }
    }

    /** Of each user whose consent was ever used. */
    private static Set<String> assertConsentStates(NightBench program, FactsOracle oracle) {
        Set<String> met = new HashSet<>();
        program.vault()
                .list()
                .forEach(grant -> oracle.consentState(grant.sub()).ifPresent(shown -> {
                    assertThat(shown).as(grant.state().name()).isEqualTo(FactsOracle.consentState(grant.state()));
                    met.add(shown);
                }));
        return met;
    }

    /** Withdraws, comes back, and is erased. */
    private static void leave(NightBench program, FactsOracle oracle, String sub) {
        Map<String, Long> before = oracle.rowsOf(sub);
        assertThat(before).containsKeys("dim_user", "fact_bookmark", "fact_membership", "fact_change");
        assertThat(before.get("dim_user")).isOne();
        SyncedUsers users = program.get(SyncedUsers.class);
        users.withdrew(sub, Instant.now());
        assertThat(oracle.rowsOf(sub).values()).containsOnly(0L);
        program.jdbc()
                .sql("UPDATE qf.app_user SET withdrawn_at = NULL WHERE sub = ?")
                .param(sub)
                .update();
        assertThat(oracle.rowsOf(sub)).isEqualTo(before);

        List<String> holding = new ArrayList<>();
        UserRows rows = new UserRows(program.get(Database.class));
        rows.delete(sub);
        rows.count(sub).forEach((table, count) -> {
            if (count > 0) {
                holding.add(table);
            }
        });
        assertThat(holding).isEmpty();
        assertThat(oracle.rowsOf(sub).values()).containsOnly(0L);
    }

    private static void pass(Sandbox sandbox, SettableClock clock, int days) {
        for (int day = 0; day < days; day++) {
            clock.advance(Duration.ofDays(1));
            sandbox.advance();
        }
        sandbox.serverTimeSkew(clock.offset());
    }

    private static void converge(NightBench program) {
        RunResult result = program.run(USERS_AND_VERSES);
        for (int pass = 1; pass < 3 && result.end() != RunResult.End.COMPLETED; pass++) {
            result = program.run(USERS_AND_VERSES);
        }
        assertThat(result.end()).isEqualTo(RunResult.End.COMPLETED);
    }

    private static List<UserTruth> readable(Sandbox sandbox, NightBench program) {
        return sandbox.truth()
                .users()
                .filter(UserTruth::consented)
                .filter(user -> program.vault().find(user.sub()).orElseThrow().state() == GrantState.ACTIVE)
                .toList();
    }
}
