package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Selection;

class UnwrittenEndTest {
    @TempDir
    private Path home;

    private final AtomicBoolean rehearsal = new AtomicBoolean();
    private UnwrittenEnd end = new UnwrittenEnd(Path.of("."), "", rehearsal::get);

    @BeforeEach
    void begin() {
        end = new UnwrittenEnd(home, "one database", rehearsal::get);
    }

    @Test
    void theAttemptThatEndedSoIsKnownOnce() {
        end.note(afterAttempts(0));
        assertThat(end.take(afterAttempts(1))).isTrue();
        assertThat(end.take(afterAttempts(1))).isFalse();
    }

    @Test
    void aLaterAttemptOfTheRunIsNotMeant() {
        end.note(afterAttempts(0));
        assertThat(end.take(afterAttempts(2))).isFalse();
    }

    @Test
    void aRunOfAnotherDatabaseIsNotMeant() {
        end.note(afterAttempts(0));
        assertThat(new UnwrittenEnd(home, "another", rehearsal::get).take(afterAttempts(1)))
                .isFalse();
    }

    @Test
    void whatIsUndoneNeitherUsesItUpNorMakesIt() {
        end.note(afterAttempts(0));
        rehearsal.set(true);
        end.forget();
        assertThat(end.take(afterAttempts(1))).isTrue();
        end.note(afterAttempts(4));
        rehearsal.set(false);
        assertThat(end.take(afterAttempts(5))).isFalse();
        assertThat(end.take(afterAttempts(1))).isTrue();
    }

    private static Run afterAttempts(int attempts) {
        return new Run(
                7,
                LocalDate.parse("2026-11-21"),
                1,
                RunKind.FULL,
                Selection.all(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                attempts,
                0,
                0);
    }
}
