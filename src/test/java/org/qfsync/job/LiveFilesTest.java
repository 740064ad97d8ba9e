package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Verdict;
import org.qfsync.testing.SettableClock;
import org.slf4j.LoggerFactory;

/** What is told of a run in files beside an H2 database. */
class LiveFilesTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String ELSEWHERE = "renamed-or-another";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private Path home = Path.of("");
    private LiveFiles files = new LiveFiles(home, clock);

    @BeforeEach
    void begin() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        files = new LiveFiles(home.resolve("sandbox"), clock);
    }

    @Test
    void aRequestToStopConcernsOneAttemptAndGoesWithTheNextBeginning() {
        LiveRun first = ofThisProcess("first", OwnProcess.host());
        LiveRun second = ofThisProcess("second", OwnProcess.host());
        files.requestStop(first, "amal");

        assertThat(files.stopRequestedBy(first, "")).contains("amal");
        assertThat(files.stopRequestedBy(second, "")).isEmpty();
        assertThat(first.isSame(second)).isFalse();

        files.begin();
        assertThat(files.stopRequestedBy(first, "")).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aRunOfALivingProcessIsUnderWayHoweverOldItsStatusAndWhateverTheHostIsCalled() {
        for (String host : List.of(OwnProcess.host(), ELSEWHERE)) {
            files.publish(ofThisProcess("an attempt", host), "");
            clock.advance(LONG);
            assertThat(files.read()).as(host).isPresent();
        }
    }

    @Test
    void aRunOfAProcessThatIsNotSeenIsUnderWayAsLongAsItsStatusIsFresh() {
        files.publish(run("an attempt", ELSEWHERE, Long.MAX_VALUE, 1), "");
        assertThat(files.read()).isPresent();
        clock.advance(LONG);
        assertThat(files.read()).isEmpty();

        files.publish(run("an attempt", OwnProcess.host(), Long.MAX_VALUE, 1), "");
        assertThat(files.read()).as("it is seen that it is gone").isEmpty();

        // The clock was set while it ran, or the id was given out again.
        files.publish(run("an attempt", OwnProcess.host(), OwnProcess.pid(), 1), "");
        assertThat(files.read()).isPresent();
        clock.advance(LONG);
        assertThat(files.read()).isEmpty();
    }

    @Test
    void aStatusThatNobodyTookAwayIsLeftBehind() {
        LiveRun run = ofThisProcess("an attempt", OwnProcess.host());
        files.publish(run, "");
        assertThat(files.isLeftBehind(run)).isTrue();
        assertThat(files.isLeftBehind(ofThisProcess("another attempt", OwnProcess.host())))
                .isFalse();

        files.end(Optional.empty(), "");
        assertThat(files.isLeftBehind(run)).isFalse();
    }

    @Test
    void aDiskThatIsFullIsToldOnceAndOnceThatItWorksAgain() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(LivePublisher.class);
        log.start();
        logger.addAppender(log);
        try {
            // It cannot be written where something else is.
            Path inTheWay =
                    Files.createDirectories(home.resolve("sandbox.run.json").resolve("something"));
            LiveRun run = ofThisProcess("an attempt", OwnProcess.host());
            LivePublisher publisher = new LivePublisher(files, "", () -> run, by -> {});
            await().during(Duration.ofMillis(2_200)).until(() -> messagesOf(log) == 1);
            assertThat(log.list.get(0).getFormattedMessage())
                    .contains("Others cannot follow this run", "cannot be written");
            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());
            await().until(() -> messagesOf(log) == 2);
            assertThat(log.list.get(1).getFormattedMessage()).contains("published again");

            publisher.end(Optional.of(Verdict.COMPLETED));
            assertThat(files.verdictOf(7)).contains(Verdict.COMPLETED);
            assertThat(messagesOf(log)).isEqualTo(2);
        } finally {
            logger.detachAppender(log);
        }
    }

    private static int messagesOf(ListAppender<ILoggingEvent> log) {
        return log.list.size();
    }

    private LiveRun ofThisProcess(String attempt, String host) {
        return run(attempt, host, OwnProcess.pid(), OwnProcess.start());
    }

    private LiveRun run(String attempt, String host, long pid, long processStart) {
        return new LiveRun(
                7,
                attempt,
                LocalDate.of(2026, 11, 21),
                1,
                "FULL",
                "a test",
                host,
                pid,
                processStart,
                clock.instant(),
                clock.instant(),
                false,
                Optional.empty(),
                List.of());
    }
}
