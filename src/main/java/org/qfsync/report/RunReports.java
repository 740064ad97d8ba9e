package org.qfsync.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.qfsync.domain.Verdict;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.Holds;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads from the books what became of runs. Thread-safe. */
public final class RunReports {
    private static final int MOST_SUBS = 20;

    private final JdbcClient jdbc;
    private final DatasetStates states;
    private final Holds holds;
    private final StepAttempts steps;

    public RunReports(JdbcClient jdbc, DatasetStates states, Holds holds) {
        this.jdbc = jdbc;
        this.states = states;
        this.holds = holds;
        this.steps = new StepAttempts(jdbc);
    }

    /** The latest runs, the newest first. */
    public List<RunHead> latest(int limit) {
        return jdbc.sql("SELECT * FROM ops.run ORDER BY run_id DESC LIMIT :limit")
                .param("limit", limit)
                .query((row, n) -> head(row))
                .list();
    }

    /** The whole report of a run; empty if there is no such run. */
    public Optional<RunReport> find(long runId) {
        return jdbc.sql("SELECT * FROM ops.run WHERE run_id = :run")
                .param("run", runId)
                .query((row, n) -> head(row))
                .optional()
                .map(head -> new RunReport(
                        head,
                        users(runId),
                        states.summary(runId),
                        openUsers(runId),
                        skipped(runId),
                        drift(head),
                        holds.open(),
                        successor(head)));
    }

    /** The steps of each attempt at a run, in the order in which they began. */
    public List<StepAttempt> steps(RunHead run) {
        return steps.of(run.night(), run.pass());
    }

    /** The first pass of a night is over everything, so what was left open before it is on its list. */
    private Optional<RunHead> successor(RunHead run) {
        return run.isOwnPass()
                ? Optional.empty()
                : jdbc.sql("""
                        SELECT * FROM ops.run
                        WHERE kind <> 'SUBSET' AND (night > :night OR (night = :night AND pass > :pass))
                        ORDER BY night DESC, pass DESC LIMIT 1
                        """)
                        .param("night", run.night())
                        .param("pass", run.pass())
                        .query((row, n) -> head(row))
                        .optional();
    }

    private UserCounts users(long runId) {
        return jdbc.sql("""
                        SELECT COUNT(*) AS users, COUNT(CASE state WHEN 'DONE' THEN 1 END) AS done,
                            COUNT(CASE state WHEN 'SKIPPED' THEN 1 END) AS waiting,
                            COUNT(CASE state WHEN 'FAILED' THEN 1 END) AS failed,
                            COUNT(CASE state WHEN 'PENDING' THEN 1 END) AS pending
                        FROM ops.user_run WHERE run_id = :run
                        """)
                .param("run", runId)
                .query((row, n) -> new UserCounts(
                        row.getLong("users"),
                        row.getLong("done"),
                        row.getLong("waiting"),
                        row.getLong("failed"),
                        row.getLong("pending")))
                .single();
    }

    private List<OpenUsers> openUsers(long runId) {
        return OpenUsers.merged(jdbc.sql("""
                        SELECT state, COALESCE(error_class, 'unknown') AS error_class, http_status, dataset,
                            COALESCE(hint, '') AS hint, COUNT(*) AS users
                        FROM ops.user_run WHERE run_id = :run AND state IN ('FAILED', 'SKIPPED')
                        GROUP BY state, error_class, http_status, dataset, hint
                        ORDER BY state, users DESC, error_class, hint
                        """).param("run", runId).query((row, n) -> group(row)).list().stream()
                .map(group -> withSubs(runId, group))
                .toList());
    }

    private static OpenUsers group(ResultSet row) throws SQLException {
        return new OpenUsers(
                row.getString("state").equals("FAILED"),
                row.getString("error_class"),
                Optional.ofNullable(row.getObject("http_status", Integer.class)),
                Optional.ofNullable(row.getString("dataset")),
                row.getString("hint"),
                row.getLong("users"),
                List.of());
    }

    private OpenUsers withSubs(long runId, OpenUsers group) {
        List<String> subs = jdbc.sql("""
                        SELECT sub FROM ops.user_run
                        WHERE run_id = :run AND state = :state AND COALESCE(error_class, 'unknown') = :error
                            AND COALESCE(http_status, 0) = :status AND COALESCE(dataset, '') = :dataset
                            AND COALESCE(hint, '') = :hint
                        ORDER BY sub LIMIT :limit
                        """)
                .param("run", runId)
                .param("state", group.failed() ? "FAILED" : "SKIPPED")
                .param("error", group.errorClass())
                .param("status", group.httpStatus().orElse(0))
                .param("dataset", group.dataset().orElse(""))
                .param("hint", group.hint())
                .param("limit", MOST_SUBS)
                .query(String.class)
                .list();
        return new OpenUsers(
                group.failed(),
                group.errorClass(),
                group.httpStatus(),
                group.dataset(),
                group.hint(),
                group.users(),
                subs);
    }

    /** Of users that failed as a whole the reason is told already. */
    private List<SkippedDataset> skipped(long runId) {
        return jdbc
                .sql("""
                        SELECT s.dataset, CASE s.sub WHEN '' THEN 1 ELSE 0 END AS content, s.outcome,
                            COALESCE(s.hint, '') AS hint, COUNT(*) AS users
                        FROM ops.dataset_state s
                        WHERE s.run_id = :run AND (s.outcome = 'SKIPPED' OR (s.sub = ''
                            AND (s.outcome = 'FAILED' OR s.hint IS NOT NULL)))
                        GROUP BY s.dataset, CASE s.sub WHEN '' THEN 1 ELSE 0 END, s.outcome, COALESCE(s.hint, '')
                        ORDER BY content DESC, s.dataset, users DESC
                        """)
                .param("run", runId)
                .query((row, n) -> new SkippedDataset(
                        row.getString("dataset"),
                        row.getInt("content") == 1,
                        row.getString("outcome"),
                        row.getString("hint"),
                        row.getLong("users"),
                        List.of()))
                .list()
                .stream()
                .map(skipped -> skipped.content() ? skipped : withSubs(runId, skipped))
                .toList();
    }

    private SkippedDataset withSubs(long runId, SkippedDataset skipped) {
        List<String> subs = jdbc.sql("""
                        SELECT sub FROM ops.dataset_state
                        WHERE run_id = :run AND outcome = 'SKIPPED' AND sub <> '' AND dataset = :dataset
                            AND COALESCE(hint, '') = :hint
                        ORDER BY sub LIMIT :limit
                        """)
                .param("run", runId)
                .param("dataset", skipped.dataset())
                .param("hint", skipped.hint())
                .param("limit", MOST_SUBS)
                .query(String.class)
                .list();
        return new SkippedDataset(skipped.dataset(), false, skipped.outcome(), skipped.hint(), skipped.users(), subs);
    }

    /** What this run met, as long as no later one has met it too. */
    private List<DriftNote> drift(RunHead run) {
        return jdbc.sql("""
                        SELECT dataset, field, kind, COALESCE(example, json_type) AS example, first_seen_at
                        FROM ops.schema_drift WHERE run_id = :run ORDER BY first_seen_at DESC, dataset, field, kind
                        """)
                .param("run", run.id())
                .query((row, n) -> {
                    Instant since =
                            row.getObject("first_seen_at", OffsetDateTime.class).toInstant();
                    return new DriftNote(
                            row.getString("dataset"),
                            row.getString("field"),
                            row.getString("kind"),
                            row.getString("example"),
                            since.atZone(ZoneOffset.UTC).toLocalDate(),
                            !since.isBefore(run.startedAt()));
                })
                .list();
    }

    private static RunHead head(ResultSet row) throws SQLException {
        return new RunHead(
                row.getLong("run_id"),
                row.getObject("night", LocalDate.class),
                row.getInt("pass"),
                row.getString("kind"),
                Optional.ofNullable(row.getString("selection")),
                Optional.ofNullable(row.getString("verdict")).map(Verdict::valueOf),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getInt("attempts"),
                row.getLong("requests"),
                row.getLong("token_refreshes"),
                Optional.ofNullable(row.getString("failure_code")),
                Optional.ofNullable(row.getString("failure_hint")));
    }
}
