package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.CommandSession.Typed;
import org.qfsync.job.LiveRun;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import tools.jackson.databind.json.JsonMapper;

/** What an operator types after a night that went wrong. */
class RunsCommandsTest {
    private static final Pattern REPAIR = Pattern.compile("\\$ qfsync (runs rerun \\S+ --cause \\S+)");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    @Test
    void theCommandThatARunShowsRepairsItAndNothingIsDoneTwice() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
            String unlucky = sandbox.subs().findFirst().orElseThrow();
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + unlucky));
            assertThat(session.type("run").code()).isEqualTo(3);

            Typed shown = session.type("runs", "show");
            assertThat(shown.out())
                    .contains("Run 1 (FULL)", "1 user: ", "(HTTP 422), bookmarks", unlucky)
                    .contains(
                            "attempt 1", "\u251c\u2500 content", "\u251c\u2500 verses", "\u2514\u2500 seal", "\u2588");
            Matcher repair = REPAIR.matcher(shown.out());
            assertThat(repair.find()).as(shown.out()).isTrue();
            sandbox.clearFaults();
            sandbox.resetStats();

            Typed repaired = session.type(repair.group(1).split(" "));
            assertThat(repaired.code()).as(repaired.all()).isZero();
            assertThat(repaired.out()).contains("pass 2: COMPLETED", "1 user: 1 synced", "Next:");
            assertThat(sandbox.stats().requestsBySub()).containsOnlyKeys(unlucky);
            Typed again = session.type("runs", "rerun", "1", "--failed");
            assertThat(again.code()).isZero();
            assertThat(again.out()).contains("Nothing of that is open in run 1; nothing to do.");
            assertThat(session.type("audit", "--limit", "1").out())
                    .contains("OPERATOR", "RERUN_ASKED", "rerun of run 1");

            Typed diff = session.type("runs", "diff", "1", "2");
            assertThat(diff.out()).contains("PARTIAL", "COMPLETED", "1 user: ", " became DONE", unlucky);
            assertThat(session.type("runs", "diff", "1", "2", "--format", "json")
                            .out())
                    .contains("\"of\":\"run\",\"what\":\"requests\"")
                    .doesNotContain(unlucky);
            assertThat(session.type("runs", "list", "--format", "csv").out())
                    .isEqualTo(session.type("runs", "--format", "csv").out())
                    .hasLineCount(3);
        }
    }

    @Test
    void whereNothingIsUnderWayFollowingStoppingAndRecoveringSaySo() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");

            assertThat(session.type("runs", "rerun", "--failed").err()).contains("There is no run yet");
            assertThat(session.type("run").code()).isZero();

            assertThat(session.type("runs", "watch").out()).contains("No run is under way");
            Typed watched = session.type("runs", "watch", "1");
            assertThat(watched.code()).isZero();
            assertThat(watched.out()).contains("Run 1 ended: COMPLETED");
            assertThat(session.type("runs", "watch", "9").code()).isEqualTo(4);
            assertThat(session.type("runs", "stop").out()).contains("No run is under way; nothing was done.");
            assertThat(session.type("runs", "recover").out()).contains("nothing to do");
            assertThat(session.type("runs", "restart", "1").out()).contains("Run 1 is complete; nothing to do.");
            Typed unknown = session.type("runs", "restart", "9");
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.err()).contains("There is no run 9. See those there are: qfsync runs list");
            assertThat(session.type("runs", "rerun", "--step", "seal").err())
                    .contains("these can: catalogue, chapters");
            assertThat(session.type("runs", "rerun", "1").err()).contains("Say what to repeat: --failed");
        }
    }

    @Test
    void stoppingFindsARunThatIsJustBeginningAndTellsThatItsProcessDied() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home);
            Process other = new ProcessBuilder("sleep", "60").start();
            try {
                Files.writeString(home.resolve("sandbox.owner.json"), "{\"pid\": " + other.pid() + "}");
                CompletableFuture<Typed> stop =
                        CompletableFuture.supplyAsync(() -> session.type("runs", "stop", "--wait"));
                CompletableFuture.delayedExecutor(1_500, TimeUnit.MILLISECONDS).execute(() -> publish(other));
                await().atMost(PATIENCE).until(() -> Files.exists(home.resolve("sandbox.stop.json")) || stop.isDone());
                other.destroyForcibly();

                Typed stopped = stop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

                assertThat(stopped.out()).contains("Asked to stop after the users in flight");
                assertThat(stopped.code()).as(stopped.all()).isEqualTo(4);
                assertThat(stopped.err())
                        .contains("its process died", "qfsync runs recover", "qfsync runs restart 7")
                        .hasLineCount(1);
            } finally {
                other.destroyForcibly();
            }
        }
    }

    @Test
    void aRunThatEndsInOrderWithoutAVerdictIsNotCalledDead() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home);
            Process other = new ProcessBuilder("sleep", "60").start();
            try {
                publish(other);
                CompletableFuture<Typed> stop =
                        CompletableFuture.supplyAsync(() -> session.type("runs", "stop", "--wait"));
                await().atMost(PATIENCE).until(() -> Files.exists(home.resolve("sandbox.stop.json")) || stop.isDone());
                // As a dry run does at its end.
                Files.delete(home.resolve("sandbox.run.json"));

                Typed stopped = stop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

                assertThat(stopped.code()).as(stopped.all()).isZero();
                assertThat(stopped.out()).contains("Run 7 is over", "a dry run", "qfsync runs list");
            } finally {
                other.destroyForcibly();
            }
        }
    }

    /** As a run of that process does each second. */
    private void publish(Process process) {
        LiveRun run = new LiveRun(
                7,
                "an attempt",
                LocalDate.of(2026, 11, 21),
                1,
                "FULL",
                "a test",
                "a-host",
                process.pid(),
                process.info().startInstant().orElseThrow().toEpochMilli(),
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                Optional.empty(),
                List.of());
        try {
            Files.writeString(
                    home.resolve("sandbox.run.json"), JsonMapper.shared().writeValueAsString(run));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
