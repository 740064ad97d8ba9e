package org.qfsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Fingerprint;
import org.qfsync.store.Database;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the console's pages read, on either database. */
abstract class BooksContract {
    private Database database;
    private JdbcClient jdbc;

    abstract Database open();

    @BeforeEach
    void prepare() {
        database = open();
        jdbc = JdbcClient.create(database.dataSource());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void usersArePagedThroughBySubAndState() {
        for (String sub : List.of("a_1", "a%2", "a%3", "b", "c")) {
            grant("mine", sub, "ACTIVE");
        }
        grant("mine", "d", "REAUTH_REQUIRED");
        grant("other", "e", "ACTIVE");
        jdbc.sql("UPDATE ops.user_grant SET next_attempt_at = ? WHERE sub = 'c'")
                .param(Timestamps.of(Instant.now().plus(Duration.ofHours(1))))
                .update();
        UserBook book = new UserBook(jdbc, "mine", Clock.systemUTC());

        assertThat(subs(book.page("a%", "", "", 1))).containsExactly("a%2");
        assertThat(subs(book.page("a%", "", "a%2", 9))).containsExactly("a%3");
        assertThat(subs(book.page("", "REAUTH_REQUIRED", "", 9))).containsExactly("d");
        assertThat(subs(book.page("", "BACKING_OFF", "", 9))).containsExactly("c");
        assertThat(subs(book.page("", "", "", 9))).hasSize(6).doesNotContain("e");
        assertThat(book.counts())
                .contains(new UserBook.Count("ACTIVE", 4), new UserBook.Count("BACKING_OFF", 1))
                .hasSize(3);
    }

    @Test
    void aUserIsFoundWithAGrantOrWithDataAlone() {
        grant("mine", "a", "REAUTH_REQUIRED");
        jdbc.sql("INSERT INTO qf.app_user (sub, first_seen_at, run_id) VALUES ('left', CURRENT_TIMESTAMP, 1)")
                .update();
        UserBook book = new UserBook(jdbc, "mine", Clock.systemUTC());

        assertThat(book.find("a")).hasValueSatisfying(user -> {
            assertThat(user.scopes()).containsExactly("bookmark", "note");
            assertThat(user.isSyncable()).isFalse();
            assertThat(user.isConnected()).isTrue();
        });
        assertThat(book.find("left")).map(GrantStatus::state).hasValue(UserBook.NO_GRANT);
        assertThat(book.find("nobody")).isEmpty();
    }

    @Test
    void theAuditIsReadFromTheNewestOn() {
        for (String sub : List.of("a", "b", "a")) {
            jdbc.sql("""
                            INSERT INTO ops.audit (happened_at, actor_kind, actor, event, client_id, user_fingerprint)
                            VALUES (CURRENT_TIMESTAMP, 'OPERATOR', 'amina', 'PAUSED', 'mine', ?)
                            """).param(Fingerprint.longOf(sub)).update();
        }
        AuditTrail trail = new AuditTrail(jdbc);

        List<AuditTrail.Entry> all = trail.page("", "", Long.MAX_VALUE, 9);
        assertThat(all).hasSize(3).first().extracting(AuditTrail.Entry::who).isEqualTo("operator amina");
        assertThat(trail.page("", "", all.get(0).number(), 1)).containsExactly(all.get(1));
        assertThat(trail.page("a", "PAUSED", Long.MAX_VALUE, 9)).hasSize(2);
        assertThat(trail.page(Fingerprint.longOf("b").substring(0, 8), "", Long.MAX_VALUE, 9))
                .containsExactly(all.get(1));
        assertThat(trail.page("a", "ERASED", Long.MAX_VALUE, 9)).isEmpty();
        assertThat(trail.events()).containsExactly("PAUSED");
    }

    @Test
    void contentAndDriftAreReadThoughThereIsNone() {
        jdbc.sql("""
                INSERT INTO qf.content_resource (resource_group, resource_id, state, reason, first_seen_at, run_id)
                VALUES ('tafsirs', 169, 'UNAVAILABLE', 'no snapshot', CURRENT_TIMESTAMP, 1)
                """).update();
        ContentReports content = new ContentReports(jdbc);
        DriftReports drift = new DriftReports(jdbc);

        assertThat(content.resources("", 9)).singleElement().satisfies(part -> {
            assertThat(part.state()).isEqualTo("unavailable");
            assertThat(part.reason()).isEqualTo("no snapshot");
            assertThat(part.attribution()).isEqualTo("Quran data provided by Quran Foundation");
            assertThat(part.completeAt()).isEmpty();
        });
        assertThat(content.resources("articles", 9)).isEmpty();
        assertThat(content.groups()).containsExactly(new ContentReports.Group("tafsirs", 1));
        assertThat(content.datasets()).isEmpty();
        assertThat(content.checkpoints()).isEmpty();
        assertThat(drift.latest("", 9)).isEmpty();
        assertThat(drift.datasets()).isEmpty();
    }

    private void grant(String client, String sub, String state) {
        jdbc.sql("""
                        INSERT INTO ops.user_grant
                            (client_id, sub, environment, state, generation, scopes, created_at, updated_at)
                        VALUES (?, ?, 'sandbox', ?, 1, 'note bookmark', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
                        """).param(client).param(sub).param(state).update();
    }

    private static List<String> subs(List<UserBook.Line> page) {
        return page.stream().map(UserBook.Line::sub).toList();
    }
}
