package org.qfsync.token;

import java.util.Optional;
import org.qfsync.domain.Fingerprint;
import org.qfsync.token.GrantRepository.RotatedGrant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New tokens that their row does not take any more. If the consent was withdrawn meanwhile, they are what is left of it
 * at the server and are revoked there; if a newer consent took its place, they are dropped, because that one counts.
 * Thread-safe.
 */
final class LateTokens {
    private static final Logger LOG = LoggerFactory.getLogger(LateTokens.class);
    private static final Actor REFRESH = Actor.program("refresh");

    private final GrantRepository grants;
    private final TokenRevocation upstream;
    private final Audit audit;

    LateTokens(GrantRepository grants, TokenRevocation upstream, Audit audit) {
        this.grants = grants;
        this.upstream = upstream;
        this.audit = audit;
    }

    void settle(RotatedGrant rotated) {
        String user = Fingerprint.of(rotated.sub());
        // A row that is gone was withdrawn and then erased.
        boolean withdrawn = grants.find(rotated.clientId(), rotated.sub())
                .filter(grant -> grant.rotation() != GrantState.REVOKED)
                .isEmpty();
        if (!withdrawn) {
            LOG.warn("Dropped the refreshed token of user {}: the grant has moved on meanwhile", user);
            return;
        }
        String said = upstream.revokeUnsaved(rotated);
        LOG.warn("The grant of user {} was withdrawn during its refresh; its new token upstream: {}", user, said);
        audit.record(
                REFRESH,
                AuditEvent.REVOKED,
                Optional.of(rotated.sub()),
                "a token that came after the withdrawal, upstream: " + said);
    }
}
