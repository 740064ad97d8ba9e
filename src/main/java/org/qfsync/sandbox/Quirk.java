package org.qfsync.sandbox;

/** Ways in which deployed versions of the same service are known to differ. */
public enum Quirk {
    /** A spent refresh token is answered by 401 {@code token_inactive}, as Hydra did up to 2.2. */
    TOKEN_INACTIVE_401,
    /** A dead access token is answered by 403 {@code invalid_token} instead of 401 {@code unauthorized}. */
    DEAD_TOKEN_403,
    /** Introspection is blocked at the edge by an HTML 403. */
    INTROSPECTION_BLOCKED,
    /** A refresh returns no new refresh token: the presented one stays good. */
    NO_ROTATION,
    /** The port of a registered loopback redirect URI does not matter (RFC 8252 §7.3). */
    ANY_LOOPBACK_PORT,
    /** The answer to an authorization request names the issuer (RFC 9207). */
    ISSUER_IN_CALLBACK,
    /** Devices without a browser are not provided for (RFC 8628), as in Hydra up to 2.3. */
    NO_DEVICE_GRANT,
    /** Content Sync words its errors like the deployed gateway, inside {@code details}, and not as documented. */
    GATEWAY_SYNC_ERRORS,
    /** A bootstrap omits all recitations and tafsir 16, although their snapshots exist. */
    BOOTSTRAP_GAP,
    /** Content Sync knows groups that came after the documents: {@code quran_core}, transliterations and others. */
    NEW_CONTENT_GROUPS,
    /** Mutations and records of Content Sync have a field that is in no document. */
    NEW_CONTENT_FIELDS,
    /** Translation records have the further fields that the deployed service gives them. */
    LIVE_CONTENT_FIELDS,
    /** The pre-live environment: {@code GET /v1/sync} exists, collections say who made them, activities are few. */
    PRELIVE
}
