package org.qfsync.analytics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an export holds, as its {@code manifest.json} says. It is written last: a folder without one holds no export.
 *
 * @param madeAt when the data was read; all files are of this one moment
 * @param run the last run that had ended by then; null if none had
 * @param attribution whom to name where content is shown
 * @param privacy what the data is, and what must not be done with it
 */
public record ExportManifest(
        String program,
        String format,
        @JsonProperty("made_at") Instant madeAt,
        String environment,
        @JsonProperty("deployment_id") String deploymentId,
        @Nullable Run run,
        String attribution,
        String privacy,
        List<ExportedFile> files) {
    static final String NAME = "manifest.json";

    static final String ATTRIBUTION = "Quran data provided by Quran Foundation; whom else to name for a translation,"
            + " tafsir or recitation is in the view attribution. QF's terms allow a copy of content for seven days.";

    static final String PRIVACY = "Personal data, pseudonymous: user_key stands for a person and the same one in every"
            + " export of this deployment. What is in here tells a person's religion. Keep it where only its users can"
            + " read it, join it with nothing that names people, and delete it when it has served: who withdrew consent"
            + " after made_at is still in it.";

    /** A run of the nightly job. */
    public record Run(
            @JsonProperty("run_id") long runId,
            String night,
            int pass,
            @Nullable String verdict,
            @JsonProperty("ended_at") String endedAt) {}

    /**
     * A column.
     *
     * @param type as {@link ExportType} has it
     * @param databaseType as the database calls it
     * @param description the database's comment; null if it has none
     */
    public record ExportedColumn(
            String name,
            String type,
            @JsonProperty("database_type") String databaseType,
            @Nullable String description) {}
}
