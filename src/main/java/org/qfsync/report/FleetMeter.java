package org.qfsync.report;

import java.util.Arrays;
import java.util.List;

/** What is told of the whole installation, as its database has it; the names are those that Prometheus shows. */
enum FleetMeter {
    RUNS(Type.COUNTER, "qfsync_runs_total", "Runs that ended, by verdict; runs of chosen data included.", "verdict"),
    LEASE_HELD(Type.GAUGE, "qfsync_run_lease_held", "1 while a run is under way, in whichever process."),
    LAST_VERDICT(
            Type.GAUGE,
            "qfsync_last_run_verdict",
            "1 for the verdict of the last run that ended, 0 for the others; runs of chosen data are left out.",
            "verdict"),
    LAST_DURATION(Type.GAUGE, "qfsync_last_run_duration_seconds", "From the last run's first start to its end."),
    LAST_END(Type.GAUGE, "qfsync_last_run_end_timestamp_seconds", "When the last run ended."),
    LAST_GOOD_END(
            Type.GAUGE, "qfsync_last_good_run_end_timestamp_seconds", "When the last run ended that was COMPLETED."),
    LAST_REQUESTS(Type.GAUGE, "qfsync_last_run_requests", "Requests of the last run, retries included."),
    LAST_ROWS(
            Type.GAUGE,
            "qfsync_last_run_rows",
            "Rows of the last run by dataset and change: inserted, updated, unchanged, removed, held.",
            "dataset",
            "change"),
    LAST_USERS(
            Type.GAUGE,
            "qfsync_last_run_users",
            "Users of the last run by result: done, failed, waiting (for themselves or an operator), pending.",
            "result"),
    LAST_FAILURES(
            Type.GAUGE,
            "qfsync_last_run_failures",
            "Users that the last run left open, by result (failed, waiting) and cause; rare causes are \"other\".",
            "result",
            "cause"),
    GRANTS(Type.GAUGE, "qfsync_grants", "Users' grants by state.", "state"),
    CONTENT_FRESH(
            Type.GAUGE,
            "qfsync_content_fresh_timestamp_seconds",
            "When each dataset of content was last complete.",
            "dataset"),
    USERS_FRESH(
            Type.GAUGE,
            "qfsync_users_fresh_timestamp_seconds",
            "When each dataset of users was last complete: of the user who waits longest (oldest) and of the one in the"
                    + " middle (median), among those whose grant is good.",
            "dataset",
            "of"),
    HOLDS(Type.GAUGE, "qfsync_holds", "Losses that wait for an operator's decision."),
    DRIFT(
            Type.GAUGE,
            "qfsync_schema_drift",
            "What answers had that this version does not know, by dataset and kind.",
            "dataset",
            "kind"),
    NEXT_FIRE(
            Type.GAUGE,
            "qfsync_schedule_next_fire_timestamp_seconds",
            "When the daemon fires next; absent while it is paused, and where none ever ran."),
    PAUSED(Type.GAUGE, "qfsync_schedule_paused", "1 while the daemon's schedule is paused."),
    DATABASE_SIZE(Type.GAUGE, "qfsync_database_size_bytes", "Size of the database."),
    CLIENT_SECRET(
            Type.GAUGE,
            "qfsync_client_secret_first_used_timestamp_seconds",
            "When the server first accepted the client secret that is in use."),
    SPILL_FILES(
            Type.GAUGE,
            "qfsync_spill_files",
            "Rotated tokens that wait in files, because the database was away when they came."),
    SCRAPE_ERROR(
            Type.GAUGE,
            "qfsync_scrape_error",
            "1 if the database could not be read for this scrape; what comes from it is absent then.");

    /** What it may do: a counter never goes down. */
    enum Type {
        COUNTER,
        GAUGE
    }

    private static final String TOTAL = "_total";

    private final Type type;
    private final String metric;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> labels;

    FleetMeter(Type type, String metric, String help, String... labels) {
        this.type = type;
        this.metric = metric;
        this.help = help;
        this.labels = List.copyOf(Arrays.asList(labels));
    }

    boolean isCounter() {
        return type == Type.COUNTER;
    }

    /** Without the ending that the format puts behind a counter. */
    String family() {
        return metric.endsWith(TOTAL) ? metric.substring(0, metric.length() - TOTAL.length()) : metric;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }
}
