package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lease on an H2 file, which one process has to itself. */
class RunLeaseTest {
    @TempDir
    static Path folder;

    private Database database;
    private JdbcClient jdbc;
    private RunLease lease;
    private volatile Duration now = Duration.ZERO;

    @BeforeEach
    void open() {
        database = TestDatabase.h2File(folder);
        jdbc = JdbcClient.create(database.lastingDataSource());
        lease = new RunLease(jdbc, true, "", () -> now);
    }

    @AfterEach
    void close() {
        jdbc.sql("UPDATE ops.run_lease SET owner = NULL, lease_until = NULL").update();
        database.close();
    }

    @Test
    void aHolderThatLearnsThatTheLeaseIsAnothersIsToldOnce() {
        AtomicInteger told = new AtomicInteger();
        try (RunLease.Held held = lease.tryTake("a test").orElseThrow()) {
            held.whenLost(told::incrementAndGet);
            held.beat();
            assertThat(told).hasValue(0);

            jdbc.sql("UPDATE ops.run_lease SET epoch = epoch + 1, owner = 'somebody else'")
                    .update();
            held.beat();

            assertThat(told).hasValue(1);
            held.whenLost(told::incrementAndGet);
            assertThat(told).as("it was lost before somebody asked").hasValue(2);
        }
        assertThat(jdbc.sql("SELECT owner FROM ops.run_lease")
                        .query(String.class)
                        .single())
                .as("giving back what is another's takes nothing from them")
                .isEqualTo("somebody else");
    }

    @Test
    void aHolderThatWasOutOfTouchUntilAnotherCouldTakeOverIsToldOnce() {
        AtomicInteger told = new AtomicInteger();
        try (RunLease.Held held = lease.tryTake("a test").orElseThrow()) {
            held.whenLost(told::incrementAndGet);
            now = RunLease.LENGTH.minusSeconds(1);
            held.beat();
            now = RunLease.LENGTH.plusSeconds(1);
            look(held);
            assertThat(held.ranOut()).as("extended meanwhile").isFalse();

            now = RunLease.LENGTH.multipliedBy(3);
            held.watch();
            held.beat();
            look(held);
            assertThat(held.ranOut()).as("asleep, and in time").isFalse();
            assertThat(told).hasValue(0);

            now = RunLease.LENGTH.multipliedBy(4);
            look(held);

            assertThat(held.ranOut()).isTrue();
            assertThat(told).hasValue(1);
        }
    }

    private static void look(RunLease.Held held) {
        for (int i = 0; i < 10; i++) {
            held.watch();
        }
    }

    @Test
    void aHostThatWasRenamedStealsNoLeaseFromItsOwnProcess() {
        try (RunLease.Held held = lease.tryTake("a test").orElseThrow()) {
            jdbc.sql("UPDATE ops.run_lease SET host = 'as-it-was-called/' || ?")
                    .param(String.valueOf(OwnProcess.start()))
                    .update();

            assertThat(lease.tryTake("another request")).isEmpty();
            assertThat(lease.isHeldByTheLiving()).isTrue();
            held.beat();

            // The process before, which had the same id, as in a container.
            jdbc.sql("UPDATE ops.run_lease SET host = 'as-it-was-called/1'").update();
            assertThat(lease.isHeldByTheLiving()).isFalse();
            lease.tryTake("another request").orElseThrow().close();
        }
    }
}
