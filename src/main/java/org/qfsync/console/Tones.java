package org.qfsync.console;

/** How a state looks; the word beside it says the same. */
final class Tones {
    private Tones() {}

    /** Of a verdict's word: {@code good}, {@code warn}, {@code bad}, {@code busy} or {@code quiet}. */
    static String ofVerdict(String verdict) {
        return switch (verdict) {
            case "COMPLETED" -> "good";
            case "PARTIAL", "STOPPED" -> "warn";
            case "FAILED", "KILLED" -> "bad";
            case "RUNNING" -> "busy";
            default -> "quiet";
        };
    }

    /** Of a grant's state. */
    static String ofGrant(String state) {
        return switch (state) {
            case "ACTIVE", "REFRESHING" -> "good";
            case "IN_DOUBT", "QUARANTINED" -> "bad";
            case "REAUTH_REQUIRED" -> "warn";
            default -> "quiet";
        };
    }
}
