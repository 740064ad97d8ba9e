package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.job.RunResult;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.UserShape;
import org.qfsync.sandbox.UserTruth;
import org.qfsync.testing.SettableClock;
import org.qfsync.testing.TestDatabase;
import org.slf4j.LoggerFactory;

/** Nights in which what analysts ask could not be brought up to date: the data is safe, the answers right, and it is told. */
class UpkeepFailureTest {
    @TempDir
    private Path folder;

    @Test
    void aRefreshThatFailsIsToldAndFailsNoNightAndLeavesNoAnswerOfBefore() {
        SettableClock clock = new SettableClock();
        SandboxOptions options = SandboxOptions.defaults()
                .withUsers(4)
                .withShape(UserShape.UNIFORM)
                .withClock(clock)
                .withServerTimeSkew(Duration.ofMillis(1));
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("org.qfsync.job.AnalyticsUpkeep");
        log.start();
        try (Sandbox sandbox = Sandbox.start(options);
                NightBench program = NightBench.start(
                        sandbox,
                        NightBench.settings(sandbox, TestDatabase.postgresWithSchema(), folder),
                        Map.of(),
                        clock)) {
            // The program sets up its own appenders when it starts.
            logger.addAppender(log);
            // So much that answers are kept.
            program.jdbc()
                    .sql("CREATE TABLE qf.ballast AS SELECT n, REPEAT(CAST(n AS TEXT), 300) AS text"
                            + " FROM GENERATE_SERIES(1000, 60000) AS n")
                    .update();
            program.consented();
            assertThat(program.run().end()).isEqualTo(RunResult.End.COMPLETED);
            assertThat(good(program)).isTrue();
            assertThat(warnings(log)).isEmpty();

            // Of this nothing can be calculated, nor can a range be noted without a table for it.
            program.jdbc()
                    .sql("CREATE TABLE mart.of_nothing_kept (slice INTEGER)")
                    .update();
            program.jdbc()
                    .sql("ALTER TABLE mart.range_source RENAME TO gone_for_now")
                    .update();
            nextNight(sandbox, clock);
            RunResult night = program.run();

            assertThat(night.end()).isEqualTo(RunResult.End.COMPLETED);
            assertThat(good(program)).isFalse();
            assertThat(warnings(log)).hasSize(2);
            assertThat(warnings(log).get(0))
                    .contains("ranges of verses", "in run 2", "range_source", "the next run tries again");
            assertThat(warnings(log).get(1))
                    .contains("kept for analysts", "in run 2", "mart.of_nothing_live", "calculated when it is asked");
            program.jdbc()
                    .sql("ALTER TABLE mart.gone_for_now RENAME TO range_source")
                    .update();
            List<UserTruth> users = sandbox.truth().users().toList();
            Map<String, String> wrong = new QuestionsOracle(program.jdbc(), ZoneOffset.UTC, users).differences();
            assertThat(wrong.keySet()).allMatch(question -> question.contains("chapter_coverage"));

            program.jdbc().sql("DROP TABLE mart.of_nothing_kept").update();
            nextNight(sandbox, clock);
            assertThat(program.run().end()).isEqualTo(RunResult.End.COMPLETED);
            assertThat(good(program)).isTrue();
            assertThat(warnings(log)).hasSize(2);
        } finally {
            logger.detachAppender(log);
        }
    }

    private static void nextNight(Sandbox sandbox, SettableClock clock) {
        clock.advance(Duration.ofDays(1));
        sandbox.advance();
        sandbox.serverTimeSkew(clock.offset());
    }

    private static boolean good(NightBench program) {
        return program.count("mart.slice WHERE NOT good") == 0;
    }

    private static List<String> warnings(ListAppender<ILoggingEvent> log) {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
