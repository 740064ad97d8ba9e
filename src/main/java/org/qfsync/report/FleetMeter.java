package org.qfsync.report;

import java.util.Arrays;
import java.util.List;

/**
 * What is told of the whole installation, as its database has it; the names are those that Prometheus shows. All are
 * gauges: what stands in the books may also become less.
 */
enum FleetMeter {
    RUNS("qfsync_runs", "Runs in the books by how they ended last; runs of chosen data included.", "verdict"),
    LEASE_HELD("qfsync_run_lease_held", "1 while a run is under way, in whichever process."),
    LAST_VERDICT(
            "qfsync_last_run_verdict",
            "1 for the verdict of the last run that ended, 0 for the others; runs of chosen data are left out.",
            "verdict"),
    LAST_DURATION("qfsync_last_run_duration_seconds", "From the last run's first start to its end."),
    LAST_END("qfsync_last_run_end_timestamp_seconds", "When the last run ended."),
    LAST_GOOD_END(
            "qfsync_last_good_run_end_timestamp_seconds",
            "When the latest night was complete that was COMPLETED; repeated later, at the end of its time."),
    LAST_REQUESTS("qfsync_last_run_requests", "Requests of the last run, retries included."),
    LAST_ROWS(
            "qfsync_last_run_rows",
            "Rows of the last run by dataset and change: inserted, updated, unchanged, removed, held.",
            "dataset",
            "change"),
    LAST_USERS(
            "qfsync_last_run_users",
            "Users of the last run by result: done, failed, waiting (for themselves or an operator), pending.",
            "result"),
    LAST_FAILURES(
            "qfsync_last_run_failures",
            "Users that the last run left open, by result (failed, waiting) and cause; rare causes are \"other\".",
            "result",
            "cause"),
    GRANTS("qfsync_grants", "Users' grants by state.", "state"),
    CONTENT_FRESH(
            "qfsync_content_fresh_timestamp_seconds", "When each dataset of content was last complete.", "dataset"),
    USERS_FRESH(
            "qfsync_users_fresh_timestamp_seconds",
            "When each dataset of users was last complete: of the user who waits longest (oldest) and of the one in the"
                    + " middle (median), among those whose grant is good.",
            "dataset",
            "of"),
    HOLDS("qfsync_holds", "Losses that wait for an operator's decision."),
    DRIFT(
            "qfsync_schema_drift",
            "What answers had that this version does not know, by dataset and kind.",
            "dataset",
            "kind"),
    NEXT_FIRE(
            "qfsync_schedule_next_fire_timestamp_seconds",
            "When the daemon fires next; absent while it is paused, and where none ever ran."),
    PAUSED("qfsync_schedule_paused", "1 while the daemon's schedule is paused."),
    DATABASE_SIZE("qfsync_database_size_bytes", "Size of the database."),
    CLIENT_SECRET(
            "qfsync_client_secret_first_used_timestamp_seconds",
            "When the server first accepted the client secret that is in use."),
    SPILL_FILES(
            "qfsync_spill_files", "Rotated tokens that wait in files, because the database was away when they came."),
    SCRAPE_ERROR(
            "qfsync_scrape_error",
            "1 if the database could not be read for this scrape; what comes from it is absent then.");

    private final String metric;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> labels;

    FleetMeter(String metric, String help, String... labels) {
        this.metric = metric;
        this.help = help;
        this.labels = List.copyOf(Arrays.asList(labels));
    }

    String metric() {
        return metric;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }
}
