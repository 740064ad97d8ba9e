package org.qfsync.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Selection;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.Verdict;
import org.qfsync.report.Repairs;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code ops.run}: which passes there were and how they ended. Thread-safe. */
final class RunRepository {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final String version;

    RunRepository(JdbcClient jdbc, Clock clock, String version) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.version = version;
    }

    /** The pass that says how far the night is: the latest one over everything or over the open rest of it. */
    Optional<Run> latestOf(LocalDate night) {
        return jdbc.sql("""
                        SELECT * FROM ops.run WHERE night = :night AND kind <> 'SUBSET' ORDER BY pass DESC LIMIT 1
                        """).param("night", night).query((row, n) -> run(row)).optional();
    }

    /** The passes over the same datasets and as many users, latest first; who they are stands on their work lists. */
    List<Run> subsetsOf(LocalDate night, Selection selection) {
        return jdbc.sql("""
                        SELECT * FROM ops.run WHERE night = :night AND kind = 'SUBSET' AND selection = :selection
                        ORDER BY pass DESC
                        """)
                .param("night", night)
                .param("selection", SelectionText.of(selection), Types.VARCHAR)
                .query((row, n) -> run(row))
                .list();
    }

    /** The number that the next pass of that night gets, whatever its kind. */
    int nextPass(LocalDate night) {
        return jdbc.sql("SELECT COALESCE(MAX(pass), 0) + 1 FROM ops.run WHERE night = :night")
                .param("night", night)
                .query(Integer.class)
                .single();
    }

    /** The pass of the same night that left open what that one works off. */
    Run before(Run run) {
        return jdbc.sql("""
                        SELECT * FROM ops.run WHERE night = :night AND pass < :pass AND kind <> 'SUBSET'
                        ORDER BY pass DESC LIMIT 1
                        """)
                .param("night", run.night())
                .param("pass", run.pass())
                .query((row, n) -> run(row))
                .single();
    }

    Run get(long id) {
        return find(id).orElseThrow();
    }

    Optional<Run> find(long id) {
        return jdbc.sql("SELECT * FROM ops.run WHERE run_id = :id")
                .param("id", id)
                .query((row, n) -> run(row))
                .optional();
    }

    Optional<Run> latest() {
        return jdbc.sql("SELECT * FROM ops.run ORDER BY run_id DESC LIMIT 1")
                .query((row, n) -> run(row))
                .optional();
    }

    /** Under way, or left behind by a process that died. */
    List<Run> withoutVerdict() {
        return jdbc.sql("SELECT * FROM ops.run WHERE verdict IS NULL ORDER BY run_id")
                .query((row, n) -> run(row))
                .list();
    }

    /** True if neither its night nor a later one has gone on after it. */
    boolean isLatestPass(Run run) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM ops.run WHERE kind <> 'SUBSET'
                            AND (night > :night OR (night = :night AND pass > :pass))
                        """)
                        .param("night", run.night())
                        .param("pass", run.pass())
                        .query(Long.class)
                        .single()
                == 0;
    }

    /** True if it was for users who were named; who they are stands on its work list. */
    boolean isForChosenUsers(long id) {
        return jdbc.sql("SELECT COUNT(*) FROM ops.run WHERE run_id = :id AND selection LIKE '%users: %'")
                        .param("id", id)
                        .query(Long.class)
                        .single()
                > 0;
    }

    Run create(LocalDate night, int pass, RunKind kind, Selection selection) {
        jdbc.sql("""
                        INSERT INTO ops.run (night, pass, kind, selection, started_at, version)
                        VALUES (:night, :pass, :kind, :selection, :now, :version)
                        """)
                .param("night", night)
                .param("pass", pass)
                .param("kind", kind.name())
                .param("selection", SelectionText.of(selection), Types.VARCHAR)
                .param("now", now())
                .param("version", version)
                .update();
        return jdbc.sql("SELECT * FROM ops.run WHERE night = :night AND pass = :pass")
                .param("night", night)
                .param("pass", pass)
                .query((row, n) -> run(row))
                .single();
    }

    /** One more attempt begins; how the last one ended no longer holds. */
    void begin(long id, String host, long pid) {
        jdbc.sql("""
                        UPDATE ops.run SET attempts = attempts + 1, verdict = NULL, ended_at = NULL,
                            failure_code = NULL, failure_hint = NULL, host = :host, pid = :pid
                        WHERE run_id = :id
                        """).param("host", host).param("pid", pid).param("id", id).update();
    }

    /**
     * Whoever holds the lease and has not begun knows that what still counts as under way was killed; it would count as
     * such for ever, because a new night does not resume an earlier one.
     */
    void closeAbandoned() {
        jdbc.sql("""
                        UPDATE ops.run SET verdict = 'FAILED', ended_at = :now, failure_code = '%s',
                            failure_hint = 'Its process died. Resume: qfsync runs restart ' || CAST(run_id AS VARCHAR)
                        WHERE verdict IS NULL
                        """.formatted(Repairs.PROCESS_DIED)).param("now", now()).update();
    }

    /** So many withdrawn users were erased when this run began. */
    void countErased(long id, int users) {
        jdbc.sql("UPDATE ops.run SET erased_users = erased_users + :users WHERE run_id = :id")
                .param("users", users)
                .param("id", id)
                .update();
    }

    /** An attempt ended; what it spent is added to what earlier ones did. */
    void end(long id, Verdict verdict, @Nullable SyncException failure, long requests, long refreshes) {
        jdbc.sql("""
                        UPDATE ops.run SET verdict = :verdict, ended_at = :now, failure_code = :code,
                            failure_hint = :hint, requests = requests + :requests,
                            token_refreshes = token_refreshes + :refreshes
                        WHERE run_id = :id
                        """)
                .param("verdict", verdict.name())
                .param("now", now())
                .param("code", failure == null ? null : failure.code(), Types.VARCHAR)
                .param("hint", failure == null ? null : failure.getMessage() + ". " + failure.hint(), Types.VARCHAR)
                .param("requests", requests)
                .param("refreshes", refreshes)
                .param("id", id)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getLong("run_id"),
                row.getObject("night", LocalDate.class),
                row.getInt("pass"),
                RunKind.valueOf(row.getString("kind")),
                SelectionText.read(row.getString("selection")),
                Optional.ofNullable(row.getString("verdict")).map(Verdict::valueOf),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getInt("attempts"),
                row.getLong("requests"),
                row.getLong("token_refreshes"));
    }
}
