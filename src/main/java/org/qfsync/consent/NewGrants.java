package org.qfsync.consent;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.ProvedGrant;
import org.qfsync.token.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what a user has just granted, in place of any older grant of theirs, or gives it back. Thread-safe. */
final class NewGrants {
    private static final Logger LOG = LoggerFactory.getLogger(NewGrants.class);

    private final Tokens tokens;

    NewGrants(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Stores it, with a note of who did so.
     *
     * @param asked for in the request
     * @param failed how the message of a failure begins
     */
    Consented store(ProvedGrant grant, Set<String> asked, Actor who, String failed) {
        Consented consented = Consented.of(grant.sub(), asked, grant.scopes());
        // The refresh token that it takes the place of is not revoked: a server may count the consents of one user to
        // one client as one grant, and would end the new one with the old one.
        try {
            tokens.vault()
                    .storeIssued(
                            grant,
                            () -> tokens.audit()
                                    .record(
                                            who,
                                            AuditEvent.CONSENTED,
                                            Optional.of(grant.sub()),
                                            "scopes: " + String.join(" ", new TreeSet<>(grant.scopes()))));
        } catch (RuntimeException e) {
            tokens.codeExchange().discard(grant);
            throw notStored(failed, e);
        }
        LOG.info("Consent of user {} stored", Fingerprint.of(grant.sub()));
        return consented;
    }

    private static SystemicException notStored(String failed, RuntimeException cause) {
        return new SystemicException(
                failed + ": they were issued, but could not be stored",
                "database_away",
                null,
                "They were given back to the server. See to the database (qfsync check), then start again.",
                cause);
    }
}
