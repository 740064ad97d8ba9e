package org.qfsync.enrolment;

import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.springframework.http.HttpStatus;

/** What can go wrong for somebody in front of a browser: in their words, with what they can do. */
enum Problem {
    DENIED(
            HttpStatus.FORBIDDEN,
            "You did not agree",
            "Quran Foundation told us that you did not agree, so nothing was stored.",
            "If you change your mind, start again."),
    LOGIN_OVER(
            HttpStatus.BAD_REQUEST,
            "This step is over",
            "It was done already, or more than ten minutes have passed since you began it.",
            "If you were told that it worked, all is well. Otherwise start again."),
    OTHER_BROWSER(
            HttpStatus.FORBIDDEN,
            "This did not begin in this browser",
            "What you opened belongs to somebody who began it in another browser, or your browser does not keep"
                    + " cookies. Nothing was stored.",
            "Allow cookies for this site, then start again here."),
    STALE_FORM(
            HttpStatus.FORBIDDEN,
            "This form is too old",
            "The page was open for too long, or your browser does not keep cookies. Nothing was done.",
            "Allow cookies for this site, then start again."),
    MALFORMED(
            HttpStatus.BAD_REQUEST,
            "This address is not complete",
            "Something is missing in the address that was opened. Nothing was stored.",
            "Start again."),
    SIGN_IN_REFUSED(
            HttpStatus.BAD_REQUEST,
            "The sign-in did not hold",
            "Quran Foundation no longer accepted it when we came to use it. Nothing was stored.",
            "Start again, and finish within a few minutes."),
    NOT_LASTING(
            HttpStatus.BAD_REQUEST,
            "The permission does not last",
            "We were let in only as long as you are here, and the copy is made at night. Nothing was stored.",
            "Start again, and agree to access while you are away."),
    NOT_PROVED(
            HttpStatus.BAD_GATEWAY,
            "We could not make sure who you are",
            "What Quran Foundation told us about that did not stand our checks. Nothing was stored.",
            "Try again later. If it stays like this, tell us."),
    NOT_ACCEPTED(
            HttpStatus.BAD_GATEWAY,
            "Quran Foundation does not accept this site",
            "That is not your fault: something is not set up as it should be. Nothing was stored.",
            "Tell us, and try again when we have looked at it."),
    SERVICE_AWAY(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Quran Foundation does not answer",
            "We could not reach its sign-in service just now, so nothing was stored.",
            "Try again in a few minutes."),
    TOO_MANY(
            HttpStatus.TOO_MANY_REQUESTS,
            "Too many requests",
            "There were too many requests from your network in the last minute.",
            "Wait a minute, then try again."),
    NOT_FOUND(
            HttpStatus.NOT_FOUND, "There is no such page", "The address may be misspelt.", "Start from the beginning."),
    NOT_ALLOWED(
            HttpStatus.METHOD_NOT_ALLOWED,
            "This cannot be done here",
            "The address is right, but not for what was asked of it.",
            "Start from the beginning."),
    OUR_FAULT(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Something went wrong here",
            "That is our fault. It was noted, so that we can see to it.",
            "Try again later. If it stays like this, tell us.");

    private final HttpStatus status;
    private final String title;
    private final String what;
    private final String advice;

    Problem(HttpStatus status, String title, String what, String advice) {
        this.status = status;
        this.title = title;
        this.what = what;
        this.advice = advice;
    }

    /** What it means for a user that their login came to nothing, be it refused (RFC 6749 section 4.1.2.1) or not. */
    static Problem of(SyncException failure) {
        return switch (failure.code()) {
            case "access_denied" -> DENIED;
            case "unknown_state" -> LOGIN_OVER;
            case "no_code" -> MALFORMED;
            case "invalid_grant",
                    "login_required",
                    "consent_required",
                    "interaction_required",
                    "account_selection_required" -> SIGN_IN_REFUSED;
            case "invalid_id_token", "invalid_issuer", "no_id_token" -> NOT_PROVED;
            case "no_refresh_token" -> NOT_LASTING;
            case "database_away" -> OUR_FAULT;
            case "server_error",
                    "temporarily_unavailable",
                    "unreachable",
                    "discovery_unavailable",
                    "keys_unavailable" -> SERVICE_AWAY;
            default -> failure.kind() == FailureKind.TRANSIENT ? SERVICE_AWAY : NOT_ACCEPTED;
        };
    }

    HttpStatus status() {
        return status;
    }

    /** What it is called. */
    String title() {
        return title;
    }

    /** What happened, and what came of it. */
    String what() {
        return what;
    }

    /** What to do. */
    String advice() {
        return advice;
    }
}
