package org.qfsync.report;

import java.net.URI;
import java.util.Optional;

/**
 * What the state of a grant means to an operator, and what to do about it.
 *
 * @param words what it means, in a sentence
 * @param todo a command to type, or whom to ask for what; empty if there is nothing to do
 * @param isCommand true if that is a command
 */
public record GrantNote(String words, String todo, boolean isCommand) {
    /**
     * Of a grant that stands so.
     *
     * @param connectPage where users consent, if there is such a page
     */
    public static GrantNote of(String state, String sub, Optional<URI> connectPage) {
        return switch (state) {
            case "ACTIVE" -> nothing("The consent stands; each night syncs this user.");
            case "REFRESHING" ->
                nothing("The token is being renewed, or that was cut off: then the next run finds out.");
            case "BACKING_OFF" ->
                command(
                        "The last refresh failed; the grant rests until the next attempt, which a run after that makes.",
                        Remedies.RUN);
            case "IN_DOUBT" ->
                command("The outcome of the last refresh is unknown; the next run recovers it.", Remedies.RUN);
            case "REAUTH_REQUIRED" ->
                connectPage
                        .map(page -> new GrantNote(
                                "The user must consent again; until then no run syncs them.",
                                "Ask them to open " + page,
                                false))
                        .orElseGet(() -> command(
                                "The user must consent again; until then no run syncs them.", Remedies.CONSENT_AGAIN));
            case "PAUSED" ->
                command("Put aside: no run syncs them, the grant is kept alive, the data stays.", Remedies.resume(sub));
            case "REVOKED" -> nothing("The consent is withdrawn; the data is deleted when its time is over.");
            case "QUARANTINED" ->
                command(
                        "Held back: its token may be spent, and using it could revoke the grant.",
                        Remedies.release(sub));
            case UserBook.NO_GRANT -> nothing("There is data of this user, and no grant.");
            default -> nothing("");
        };
    }

    private static GrantNote nothing(String words) {
        return new GrantNote(words, "", false);
    }

    private static GrantNote command(String words, String command) {
        return new GrantNote(words, command, true);
    }
}
