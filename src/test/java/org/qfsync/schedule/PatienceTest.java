package org.qfsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quartz.JobPersistenceException;
import org.quartz.SchedulerException;

class PatienceTest {
    private final List<Exception> told = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Patience patience = new Patience(Duration.ofMillis(1), Duration.ofMillis(3), told::add);

    @Test
    void aDatabaseThatIsAwayIsWaitedForAndToldOnce() throws SchedulerException {
        assertThat(ask(20, "08001", 100)).isEqualTo("answer");
        assertThat(told).hasSize(1);
    }

    @Test
    void aConnectionThatBrokeIsNoNews() throws SchedulerException {
        assertThat(ask(1, "57P01", 100)).isEqualTo("answer");
        assertThat(told).isEmpty();
    }

    @Test
    void whatMayNeverEndIsToldAndGivenUp() {
        assertThatThrownBy(() -> ask(20, "42P01", 100)).isInstanceOf(JobPersistenceException.class);
        assertThat(looks.get()).isLessThan(20);
        assertThat(told).hasSize(1);
    }

    @Test
    void aDaemonThatEndsDoesNotWait() {
        assertThatThrownBy(() -> ask(20, "08001", 5)).isInstanceOf(JobPersistenceException.class);
        assertThat(looks).hasValue(5);
    }

    private String ask(int failures, String state, int endsAfter) throws SchedulerException {
        return patience.ask(
                () -> {
                    if (looks.incrementAndGet() <= failures) {
                        throw new JobPersistenceException("It failed", new SQLException("refused", state));
                    }
                    return "answer";
                },
                () -> looks.get() >= endsAfter);
    }
}
