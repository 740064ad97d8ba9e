package org.qfsync.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.token.TokenSealer.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All grants of our client, without their tokens: what consent puts in, what operators see. Thread-safe. */
public final class GrantVault {
    private static final Logger LOG = LoggerFactory.getLogger(GrantVault.class);

    private final QfEnvironment environment;
    private final String clientId;
    private final GrantRepository grants;
    private final TokenSealer sealer;
    private final GrantRecovery recovery;
    private final Withdrawal withdrawal;

    GrantVault(
            QfEnvironment environment,
            String clientId,
            GrantRepository grants,
            TokenSealer sealer,
            GrantRecovery recovery,
            Withdrawal withdrawal) {
        this.environment = environment;
        this.clientId = clientId;
        this.grants = grants;
        this.sealer = sealer;
        this.recovery = recovery;
        this.withdrawal = withdrawal;
    }

    /** The client whose grants these are. */
    public String clientId() {
        return clientId;
    }

    /**
     * Stores a newly consented grant, in place of any older one of that user. One that is not newer than the grant
     * that stands is not stored: its refresh token has been rotated since, and presenting it would revoke the grant.
     * (Where the server has refused the standing grant, or the user withdrew it, there is nothing to lose; and of two
     * of the same moment the later one counts while nothing was rotated.)
     *
     * @param obtainedAt when the user gave the consent
     * @return false if a grant stands that is at least as new
     */
    public boolean store(String sub, Secret refreshToken, Set<String> scopes, Instant obtainedAt) {
        // As the database keeps it, so that the same moment compares as the same.
        return store(sub, refreshToken, scopes, obtainedAt.truncatedTo(ChronoUnit.MICROS), false);
    }

    /** Whether {@link #store} would store a grant of that moment now. */
    public boolean wouldStore(String sub, Instant obtainedAt) {
        Instant moment = obtainedAt.truncatedTo(ChronoUnit.MICROS);
        return find(sub).filter(grant -> !givesWayTo(moment, grant)).isEmpty();
    }

    /** Stores a grant whatever stands; what stood is lost. For an operator who knows that it is worth nothing. */
    public void replace(String sub, Secret refreshToken, Set<String> scopes, Instant obtainedAt) {
        store(sub, refreshToken, scopes, obtainedAt.truncatedTo(ChronoUnit.MICROS), true);
    }

    private boolean store(
            String sub, Secret refreshToken, Set<String> scopes, Instant obtainedAt, boolean whateverStands) {
        while (true) {
            Optional<Grant> standing = find(sub);
            if (!whateverStands
                    && standing.filter(grant -> !givesWayTo(obtainedAt, grant)).isPresent()) {
                LOG.info("Kept the grant of user {}: the given one is not newer", Fingerprint.of(sub));
                return false;
            }
            long generation = standing.map(grant -> grant.generation() + 1).orElse(0L);
            // A refresh that ends just now takes that generation: then the next one is tried.
            if (grants.put(newGrant(sub, refreshToken, scopes, obtainedAt, generation))) {
                LOG.info("Stored the grant of user {} at generation {}", Fingerprint.of(sub), generation);
                return true;
            }
        }
    }

    private static boolean givesWayTo(Instant obtainedAt, Grant grant) {
        return grant.state() == GrantState.REAUTH_REQUIRED
                || grant.state() == GrantState.REVOKED
                || grant.obtainedAt()
                        .filter(standing -> grant.refreshedAt().isPresent()
                                ? !standing.isBefore(obtainedAt)
                                : standing.isAfter(obtainedAt))
                        .isEmpty();
    }

    private GrantRepository.NewGrant newGrant(
            String sub, Secret refreshToken, Set<String> scopes, Instant obtainedAt, long generation) {
        return new GrantRepository.NewGrant(
                clientId,
                sub,
                environment.id(),
                generation,
                scopes,
                sealer.seal(refreshToken, clientId, sub, Column.REFRESH_TOKEN, generation),
                obtainedAt);
    }

    /**
     * Called in a transaction that writes a user's data: it can only commit while the consent stands. Whoever withdraws
     * it waits for that transaction, and then finds what it wrote.
     *
     * @return false if the consent was withdrawn, or the grant is gone altogether
     */
    public boolean holdStanding(String sub) {
        return grants.holdStanding(clientId, sub);
    }

    public Optional<Grant> find(String sub) {
        return grants.find(clientId, sub);
    }

    public List<Grant> list() {
        return grants.findAll(clientId);
    }

    /**
     * Puts in order what a dead process left behind: withdrawals are finished, spilled tokens come home, refreshes whose
     * lease is over are marked as in doubt. The latter are recovered one by one when their user's turn comes.
     *
     * @return how many grants were put in order
     */
    public int recoverAbandoned() {
        return withdrawal.finishAbandoned(clientId) + recovery.importSpilled() + recovery.markAbandoned(clientId);
    }
}
