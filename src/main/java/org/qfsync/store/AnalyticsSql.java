package org.qfsync.store;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The views of {@code mart} and {@code analytics}: where their files are, and what stands for their placeholders. What a
 * view means is written once, for both databases; the two spell a hash and a day differently, hence the placeholders.
 */
final class AnalyticsSql {
    private static final String FOLDER = "sql/analytics/";
    private static final Pattern COLUMN_COMMENT =
            Pattern.compile("COMMENT ON COLUMN analytics[.][a-z_]+[.][a-z_]+\\s+IS\\s+'[^']*+(?:''[^']*+)*+'");

    private final Dialect dialect;

    AnalyticsSql(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The folders of the files, on the class path; they are applied in the order of their names, whichever holds them. */
    List<String> folders() {
        return List.of(FOLDER + "common", FOLDER + dialect.id());
    }

    /**
     * The values of the placeholders.
     *
     * <p>{@code analytics} is a hash over all files: dropping a view drops those that are built on it, so that a change
     * of one file has to apply all of them again. {@code hash_of} … {@code hash_end} around a text is the beginning of
     * its SHA-256 in hex, {@code day_of} … {@code day_end} around a moment is its date in the zone of the nights,
     * {@code utc_day_of} … {@code utc_day_end} its date in UTC,
     * {@code length_of} … {@code length_end} around a text is how many characters it has.
     */
    Map<String, String> placeholders() {
        String nights = "(SELECT z.name FROM mart.zone z)";
        boolean h2 = dialect == Dialect.H2;
        // H2 casts a moment to the date that it is in the session's zone, whatever its own
        String day = h2 ? "DATEADD(DAY, DATEDIFF(DAY, DATE '1970-01-01', (" : "CAST((";
        String end = h2 ? "), DATE '1970-01-01')" : " AS DATE)";
        return Map.of(
                "analytics",
                new SqlFiles(folders()).fingerprint(),
                "hash_of",
                h2 ? "LEFT(LOWER(RAWTOHEX(HASH('SHA-256', " : "LEFT(ENCODE(SHA256(CONVERT_TO(",
                "hash_end",
                h2 ? "))), 24)" : ", 'UTF8')), 'hex'), 24)",
                "day_of",
                day,
                "day_end",
                ") AT TIME ZONE " + nights + end,
                "utc_day_of",
                day,
                "utc_day_end",
                ") AT TIME ZONE 'UTC'" + end,
                // H2 counts a character beyond the first 65,536 as two
                "length_of",
                h2 ? "CHAR_LENGTH(REGEXP_REPLACE(" : "CHAR_LENGTH(",
                "length_end",
                h2 ? ", '[\\x{10000}-\\x{10FFFF}]', '.'))" : ")");
    }

    /** The statements of the files that say what a column of a view in {@code analytics} means. */
    List<String> columnComments() {
        return new SqlFiles(folders())
                .texts().stream()
                        .flatMap(text -> COLUMN_COMMENT.matcher(text).results())
                        .map(MatchResult::group)
                        .toList();
    }
}
