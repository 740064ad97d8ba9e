package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.schedule.ScheduleControl;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Content, schedule, drift and audit: first while nothing has run, then after a night. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SectionsTest {
    @TempDir
    static Path home;

    private static ConsoleRig rig;
    private static JdbcClient jdbc;
    private static ScheduleControl schedule;
    private static Surfer surfer;
    private static Surfer reader;

    @BeforeAll
    static void serve() {
        rig = ConsoleRig.guarded(home, Map.of());
        jdbc = rig.get(JdbcClient.class);
        schedule = rig.get(ScheduleControl.class);
        surfer = new Surfer(rig.address());
        surfer.signIn("operator", ConsoleRig.OPERATOR_PASSWORD);
        reader = new Surfer(rig.address());
        reader.signIn("reader", ConsoleRig.READER_PASSWORD);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    @Order(1)
    void whatIsEmptySaysWhatToDo() {
        assertThat(page("/content")).contains("the first night fetches it", "QFSYNC_CONTENT_RESOURCES");
        assertThat(page("/drift")).contains("every answer so far was as this version knows it", "nothing to do");
        assertThat(page("/audit")).contains("It begins with the first consent");
    }

    @Test
    @Order(2)
    void theScheduleSaysWhenItRunsNext() {
        assertThat(page("/schedule"))
                .contains("The next run begins in", "0 30 2 1 1 ? 2090", "2090-01-01 02:30:00", "Run tonight now");
    }

    @Test
    @Order(3)
    void anOperatorPausesTheScheduleWithAReasonAndResumesIt() {
        page("/schedule");
        surfer.post("/schedule/pause", Map.of("reason", "<b>صيانة</b>"));
        assertThat(page("/schedule"))
                .contains("PAUSED", "Paused: the daemon starts no run", "by <bdi dir=\"auto\">operator</bdi>")
                .contains("&lt;b&gt;صيانة&lt;/b&gt;", ">Resume<")
                .doesNotContain("Why pause it?");
        surfer.post("/schedule/pause", Map.of());
        assertThat(page("/schedule")).contains("It was paused already");

        surfer.post("/schedule/resume", Map.of());

        assertThat(page("/schedule")).contains("Resumed: runs start again");
        assertThat(schedule.currentPause()).isEmpty();
        assertThat(page("/audit")).contains("operator", "schedule paused", "schedule resumed");
        assertThat(audited("SCHEDULE_PAUSED"))
                .as("the second request changed nothing")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "now"})
    @Order(4)
    void aReaderAndAForgedFormAreRefused(String action) {
        page("/schedule");
        assertThat(surfer.postWithoutToken("/schedule/" + action, Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(reader.get("/schedule").body())
                .contains("The next run begins in")
                .doesNotContain("Run tonight now", ">Pause<");
        assertThat(reader.post("/schedule/" + action, Map.of()).statusCode()).isEqualTo(403);

        assertThat(schedule.currentPause()).isEmpty();
        assertThat(schedule.state(0).asked()).isFalse();
        assertThat(runs()).isZero();
    }

    @Test
    @Order(5)
    void tonightsRunIsAskedForAndBegins() {
        page("/schedule");
        surfer.post("/schedule/now", Map.of());
        assertThat(page("/schedule")).contains("Asked: tonight&#39;s run begins");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> jdbc.sql("SELECT COUNT(*) FROM ops.run WHERE verdict = 'COMPLETED'")
                                .query(Long.class)
                                .single()
                        == 1);
        assertThat(audited("RUN_ASKED")).containsExactly("OPERATOR operator: tonight's run, of the schedule");
    }

    @Test
    @Order(6)
    void aRunForOneUserIsInTheAuditWithTheirFingerprint() {
        String sub = rig.sandbox.subs().findFirst().orElseThrow();
        page("/users/one?sub=" + sub);
        surfer.post("/users/sync", Map.of("sub", sub));

        assertThat(page("/audit?user=" + sub)).contains("run asked", "sync of one user");
        page("/users/one?sub=" + sub);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> page("/").contains("The sync of one user ended")
                        || jdbc.sql("SELECT COUNT(*) FROM ops.run WHERE verdict = 'COMPLETED'")
                                        .query(Long.class)
                                        .single()
                                == 2);
    }

    @Test
    @Order(6)
    void theContentSaysHowFreshItIsAndWhomToName() {
        assertThat(page("/content"))
                .contains("verses", "6,236", "FRESH", "articles:123", "Age of the token", "COMPLETE")
                .contains("Quran data provided by Quran Foundation");
        String token = jdbc.sql("SELECT token FROM ops.content_sync_token WHERE token IS NOT NULL LIMIT 1")
                .query(String.class)
                .single();
        assertThat(page("/content")).doesNotContain(token);
    }

    @Test
    @Order(7)
    void driftIsShownByDatasetWithAnExample() {
        jdbc.sql("""
                INSERT INTO ops.schema_drift (dataset, field, kind, json_type, example, first_seen_at, last_seen_at,
                    occurrences, run_id)
                VALUES ('notes', 'mood', 'UNKNOWN_FIELD', 'string', 'string', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1234, 1)
                """).update();

        assertThat(page("/drift?dataset=notes")).contains("mood", "new field, kept in extra", "1,234", "/runs/1");
        assertThat(page("/drift?dataset=verses")).contains("Nothing of that dataset");
    }

    @Test
    @Order(8)
    void theAuditIsPagedAndFoundByUser() {
        String sub = rig.sandbox.subs().findFirst().orElseThrow();
        surfer.get("/users/one?sub=" + sub);
        for (int i = 0; i < 30; i++) {
            surfer.post("/users/pause", Map.of("sub", sub));
            surfer.post("/users/resume", Map.of("sub", sub));
        }
        List<Long> numbers = jdbc.sql("SELECT audit_id FROM ops.audit ORDER BY audit_id DESC")
                .query(Long.class)
                .list();

        assertThat(page("/audit"))
                .contains("operator", "paused", "resumed", "Older entries", "before=" + numbers.get(49))
                .doesNotContain(sub);
        HttpResponse<String> older = surfer.get("/audit?before=" + numbers.get(49));
        assertThat(older.body()).contains(">" + numbers.get(50) + "<").doesNotContain(">" + numbers.get(49) + "<");
        assertThat(page("/audit?user=" + sub + "&event=PAUSED"))
                .contains(">paused<")
                .doesNotContain("No entry");
        assertThat(page("/audit?user=nobody")).contains("No entry was found");
    }

    @Test
    @Order(9)
    void aLossThatIsHeldBackIsShownAndDecidedByAnOperatorAlone() {
        String sub = jdbc.sql("SELECT MAX(sub) FROM qf.bookmark WHERE deleted_at IS NULL")
                .query(String.class)
                .single();
        long rows = rowsOf(sub);
        long accepted = heldBookmark(sub);
        String sure = page("/holds/" + accepted);
        assertThat(page("/")).contains("href=\"/holds\"");
        assertThat(page("/holds")).contains("Hold " + accepted, "bookmarks", sub);
        assertThat(page("/users/one?sub=" + sub)).contains("href=\"/holds/" + accepted + "\"");
        assertThat(sure).contains("1 of 40 rows", "bookmarks", sub, "Accept: delete 1 row", "Reject: keep them");
        assertThat(reader.get("/holds/" + accepted).body())
                .contains(sub)
                .doesNotContain("<button type=\"submit\" class=\"danger\"");
        assertThat(reader.post("/holds/" + accepted + "/accept", Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(surfer.postWithoutToken("/holds/" + accepted + "/accept", Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(rowsOf(sub)).isEqualTo(rows);

        page("/holds/" + accepted);
        surfer.post("/holds/" + accepted + "/accept", Map.of());

        assertThat(page("/holds")).contains("Hold " + accepted + " is settled", "accepted", "No loss waits");
        assertThat(rowsOf(sub)).isEqualTo(rows - 1);
        assertThat(audited("LOSS_ACCEPTED"))
                .containsExactly("OPERATOR operator: hold " + accepted + ": 1 of 40 rows of bookmarks");
        surfer.post("/holds/" + accepted + "/reject", Map.of());
        assertThat(page("/holds")).contains("is settled already. Nothing was done");

        long rejected = heldBookmark(sub);
        page("/holds/" + rejected);
        surfer.post("/holds/" + rejected + "/reject", Map.of());
        assertThat(page("/holds")).contains("Its rows are kept");
        assertThat(rowsOf(sub)).isEqualTo(rows - 1);
        assertThat(audited("LOSS_REJECTED")).hasSize(1);
    }

    /** As the last listing lacked a bookmark, and a run thought it too much. */
    private static long heldBookmark(String sub) {
        jdbc.sql("""
                INSERT INTO ops.hold (sub, dataset, table_name, run_id, opened_at, rows_held, rows_before)
                VALUES (:sub, 'bookmarks', 'qf.bookmark', 1, CURRENT_TIMESTAMP, 1, 40)
                """).param("sub", sub).update();
        long hold =
                jdbc.sql("SELECT MAX(hold_id) FROM ops.hold").query(Long.class).single();
        jdbc.sql("""
                INSERT INTO ops.staged_loss (sub, table_name, row_key, dataset, run_id, staged_at, hold_id)
                SELECT sub, 'qf.bookmark', id, 'bookmarks', 1, CURRENT_TIMESTAMP, :hold FROM qf.bookmark
                WHERE sub = :sub AND deleted_at IS NULL ORDER BY id LIMIT 1
                """).param("hold", hold).param("sub", sub).update();
        return hold;
    }

    private static long rowsOf(String sub) {
        return jdbc.sql("SELECT COUNT(*) FROM qf.bookmark WHERE sub = :sub AND deleted_at IS NULL")
                .param("sub", sub)
                .query(Long.class)
                .single();
    }

    private static List<String> audited(String event) {
        return jdbc.sql("""
                        SELECT actor_kind || ' ' || actor || ': ' || detail FROM ops.audit WHERE event = ?
                        ORDER BY audit_id
                        """).param(event).query(String.class).list();
    }

    private static String page(String path) {
        HttpResponse<String> answer = surfer.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static long runs() {
        return jdbc.sql("SELECT COUNT(*) FROM ops.run").query(Long.class).single();
    }
}
