package org.qfsync.report;

import java.time.LocalDate;

/**
 * Something in the service's answers that this version does not know, as a run met it.
 *
 * @param kind one of {@link org.qfsync.store.DriftKind}, or a word of a later version
 * @param example its shape or a new word, free of personal data
 * @param since the day (UTC) on which it was first met
 * @param fresh whether this run was the first to meet it
 */
public record DriftNote(String dataset, String field, String kind, String example, LocalDate since, boolean fresh) {
    String words() {
        String what = switch (kind) {
            case "UNKNOWN_FIELD" -> "new field " + field + " (" + example + "), kept in extra";
            case "UNKNOWN_WORD" -> "new word " + example + " in " + field + ", stored as it came";
            case "VANISHED_FIELD" -> "field " + field + " is missing, its column keeps what it had";
            case "CHANGED_TYPE" ->
                "field " + field + " is now " + example + ", kept in extra; its column keeps what it had";
            case "UNKNOWN_MUTATION" -> "unknown change, " + field + " " + example + ", not applied";
            default -> kind + " " + field + " (" + example + ")";
        };
        return dataset + ": " + DisplayText.of(what) + (fresh ? ", new" : ", since " + since);
    }
}
