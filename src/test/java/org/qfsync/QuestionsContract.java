package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.UserShape;
import org.qfsync.sandbox.UserTruth;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.KeptAnswers;
import org.qfsync.store.SyncedUsers;
import org.qfsync.testing.SettableClock;
import org.qfsync.token.GrantState;
import org.springframework.util.FileSystemUtils;

/** The finished questions in random worlds: after a night of changes each answer is what counting by hand gives. */
abstract class QuestionsContract {
    /**
     * A world.
     *
     * @param zone in which months and hours are counted
     */
    record World(long seed, int users, UserShape shape, String zone) {}

    abstract DatabaseProperties database(Path folder);

    /** Whether there are answers that are kept ready. */
    abstract boolean keepsAnswers();

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void everyAnswerIsWhatCountingGives(@ForAll("worlds") World world) {
        live(world);
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    @Tag("deep")
    void everyAnswerIsWhatCountingGivesInManyWorlds(@ForAll("worlds") World world) {
        live(world);
    }

    @Provide
    Arbitrary<World> worlds() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1_000_000),
                        Arbitraries.integers().between(4, 12),
                        Arbitraries.of(UserShape.values()),
                        // never UTC: an answer that forgets the zone must be another
                        Arbitraries.of("Pacific/Auckland", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata"))
                .as(World::new);
    }

    private void live(World world) {
        SettableClock clock = new SettableClock();
        SandboxOptions options = SandboxOptions.defaults()
                .withSeed(world.seed())
                .withUsers(world.users())
                .withShape(world.shape())
                .withClock(clock)
                .withServerTimeSkew(Duration.ofMillis(1));
        Path folder = temporaryFolder();
        Map<String, String> chosen = Map.of("QFSYNC_SCHEDULE_ZONE", world.zone());
        try (Sandbox sandbox = Sandbox.start(options)) {
            Map<String, String> settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
            try (NightBench program = NightBench.start(sandbox, settings, chosen, clock)) {
                program.consented().run();
                // A day on some of it is gone, and the rows of it are tombstones.
                clock.advance(Duration.ofDays(1));
                sandbox.advance();
                sandbox.serverTimeSkew(clock.offset());
                program.run();
                ask(sandbox, program, ZoneId.of(world.zone()));
            }
        } finally {
            delete(folder);
        }
    }

    private void ask(Sandbox sandbox, NightBench program, ZoneId zone) {
        KeptAnswers answers = new KeptAnswers(program.get(Database.class));
        SyncedUsers users = new SyncedUsers(program.get(Database.class));
        List<UserTruth> all = readable(sandbox, program);
        List<String> shown = all.stream().map(UserTruth::sub).toList();
        sandbox.subs().filter(sub -> !shown.contains(sub)).forEach(sub -> users.withdrew(sub, Instant.now()));
        assertRight(program, zone, all, "calculated when asked for");
        assertThat(answers.refresh()).isEqualTo(keepsAnswers());
        assertRight(program, zone, all, "kept");
        UserTruth gone = all.get(all.size() / 2);
        List<UserTruth> others =
                all.stream().filter(user -> !user.sub().equals(gone.sub())).toList();
        users.withdrew(gone.sub(), Instant.now());
        assertRight(program, zone, others, "once somebody withdrew");
        assertThat(answers.refreshStale()).isEqualTo(keepsAnswers());
        assertRight(program, zone, others, "kept since somebody withdrew");
    }

    private static void assertRight(NightBench program, ZoneId zone, List<UserTruth> users, String when) {
        assertThat(new QuestionsOracle(program.jdbc(), zone, users).differences())
                .as(when)
                .isEmpty();
    }

    private static List<UserTruth> readable(Sandbox sandbox, NightBench program) {
        return sandbox.truth()
                .users()
                .filter(UserTruth::consented)
                .filter(user -> program.vault().find(user.sub()).orElseThrow().state() != GrantState.REAUTH_REQUIRED)
                .toList();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("questions");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
