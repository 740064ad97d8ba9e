package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.CommandSession.Typed;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

class ScheduleNowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    @Test
    void whoWaitsForADaemonThatDiesIsTold() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1));
                Database database = TestDatabase.h2File(home)) {
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            jdbc.sql("INSERT INTO quartz.QRTZ_SCHEDULER_STATE VALUES ('qfsync', 'a daemon', ?, 7500)")
                    .param(Instant.now().toEpochMilli())
                    .update();
            CommandSession session = CommandSession.at(sandbox, home);
            CompletableFuture<Typed> waiting =
                    CompletableFuture.supplyAsync(() -> session.type("schedule", "now", "--wait"));
            await().atMost(PATIENCE)
                    .until(() -> waiting.isDone()
                            || jdbc.sql("SELECT COUNT(*) FROM quartz.QRTZ_TRIGGERS WHERE trigger_name = 'now'")
                                            .query(Long.class)
                                            .single()
                                    > 0);

            jdbc.sql("UPDATE quartz.QRTZ_SCHEDULER_STATE SET last_checkin_time = 1")
                    .update();

            Typed typed = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(typed.code()).as(typed.all()).isEqualTo(4);
            assertThat(typed.out()).contains("Asked: the daemon begins within half a minute");
            assertThat(typed.err()).contains("The daemon died", "before it began", "qfsync daemon", "qfsync run");
        }
    }
}
