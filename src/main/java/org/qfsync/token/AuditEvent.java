package org.qfsync.token;

/** What can happen to a grant or to the secrets that guard all of them, and what people ask of runs. */
public enum AuditEvent {
    /** An operator brought the grant in a file. */
    IMPORTED,
    /** The user gave the consent in a browser or an app. */
    CONSENTED,
    /** Put aside: not synced, kept alive. */
    PAUSED,
    /** Taken up again after a pause. */
    RESUMED,
    /** Held back, because using it could do harm. */
    QUARANTINED,
    /** Freed from quarantine. */
    RELEASED,
    /** The server refused its refresh token for good. */
    REAUTH_REQUIRED,
    /** The consent was withdrawn. */
    DISCONNECTED,
    /** Its tokens were offered to the server for revocation and deleted here; the detail says what the server said. */
    REVOKED,
    /** All data of the user was deleted. */
    ERASED,
    /** All data of the user was handed out. */
    EXPORTED,
    /** A loss of data that was held back was believed: the rows were removed. */
    LOSS_ACCEPTED,
    /** A loss of data that was held back was not believed: the rows are kept. */
    LOSS_REJECTED,
    /** A person asked for a run. */
    RUN_ASKED,
    /** A person asked to repeat what a run left open, or to go on with it. */
    RERUN_ASKED,
    /** A person asked the run under way to stop. */
    STOP_ASKED,
    /** A person had the schedule start nothing by itself. */
    SCHEDULE_PAUSED,
    /** A person had the schedule start runs again. */
    SCHEDULE_RESUMED,
    /** A client secret was used for the first time. */
    SECRET_SEEN,
    /** Another key seals from now on. */
    KEYS_ROTATED,
    /** A key that sealed nothing any more was taken out. */
    KEY_RETIRED
}
