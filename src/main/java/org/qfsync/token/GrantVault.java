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
    private final Custody custody;

    GrantVault(
            QfEnvironment environment,
            String clientId,
            GrantRepository grants,
            TokenSealer sealer,
            GrantRecovery recovery,
            Withdrawal withdrawal,
            Custody custody) {
        this.environment = environment;
        this.clientId = clientId;
        this.grants = grants;
        this.sealer = sealer;
        this.recovery = recovery;
        this.withdrawal = withdrawal;
        this.custody = custody;
    }

    /** The client whose grants these are. */
    public String clientId() {
        return clientId;
    }

    /**
     * Stores a newly consented grant, in place of any older one of that user. One that is not newer than the grant
     * that stands is not stored: its refresh token has been rotated since, and presenting it would revoke the grant.
     * (Where the server has refused the standing grant there is nothing to lose; and of two of the same moment the
     * later one counts while nothing was rotated.) A consent from before a withdrawal is none any more.
     *
     * @param obtainedAt when the user gave the consent
     * @return false if a grant stands that is at least as new
     */
    public boolean store(String sub, Secret refreshToken, Set<String> scopes, Instant obtainedAt) {
        return store(new ProvedGrant(sub, scopes, refreshToken, obtainedAt), false, () -> {});
    }

    /** Whether {@link #store} would store a grant of that moment now. */
    public boolean wouldStore(String sub, Instant obtainedAt) {
        Instant moment = obtainedAt.truncatedTo(ChronoUnit.MICROS);
        return find(sub).filter(grant -> !givesWayTo(moment, grant)).isEmpty();
    }

    /**
     * Stores a grant that an operator brings, as {@link #store(String, Secret, Set, Instant)} does.
     *
     * @param whateverStands true to store it in place of a newer one, too, which is lost: for an operator who knows that
     *     it is worth nothing
     * @param alongside done in the same transaction, if it is stored
     */
    public boolean storeImported(ProvedGrant grant, boolean whateverStands, Runnable alongside) {
        return store(grant, whateverStands, alongside);
    }

    /**
     * Stores a grant that the server issued a moment ago, so that it is newer than whatever stands, whatever the clocks
     * of several machines say.
     *
     * @param alongside done in the same transaction
     */
    public void storeIssued(ProvedGrant grant, Runnable alongside) {
        store(grant, true, alongside);
    }

    private boolean store(ProvedGrant given, boolean whateverStands, Runnable alongside) {
        custody.ensureBegun();
        String sub = given.sub();
        sealer.proveUsable(clientId, sub);
        // As the database keeps it, so that the same moment compares as the same.
        Instant obtainedAt = given.obtainedAt().truncatedTo(ChronoUnit.MICROS);
        while (true) {
            Optional<Grant> standing = find(sub);
            if (!whateverStands
                    && standing.filter(grant -> !givesWayTo(obtainedAt, grant)).isPresent()) {
                LOG.info("Kept the grant of user {}: the given one is not newer", Fingerprint.of(sub));
                return false;
            }
            long generation = standing.map(grant -> grant.generation() + 1).orElse(0L);
            // A refresh that ends just now takes that generation: then the next one is tried.
            if (grants.put(newGrant(given, obtainedAt, generation), alongside)) {
                LOG.info("Stored the grant of user {} at generation {}", Fingerprint.of(sub), generation);
                return true;
            }
        }
    }

    private static boolean givesWayTo(Instant obtainedAt, Grant grant) {
        if (grant.rotation() == GrantState.REVOKED) {
            // Whoever withdrew is not brought back by a list from before; the day after, they may have changed their
            // mind.
            return grant.withdrawnAt().filter(at -> !obtainedAt.isAfter(at)).isEmpty();
        }
        return grant.rotation() == GrantState.REAUTH_REQUIRED
                || grant.obtainedAt()
                        .filter(standing -> grant.refreshedAt().isPresent()
                                ? !standing.isBefore(obtainedAt)
                                : standing.isAfter(obtainedAt))
                        .isEmpty();
    }

    private GrantRepository.NewGrant newGrant(ProvedGrant given, Instant obtainedAt, long generation) {
        String sub = given.sub();
        return new GrantRepository.NewGrant(
                clientId,
                sub,
                environment.id(),
                generation,
                given.scopes(),
                sealer.seal(given.refreshToken(), clientId, sub, Column.REFRESH_TOKEN, generation),
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

    List<String> idle(Instant since) {
        return grants.idle(clientId, since);
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
        return withdrawal.finishAbandoned(clientId)
                + recovery.importSpilled(clientId)
                + recovery.markAbandoned(clientId);
    }
}
