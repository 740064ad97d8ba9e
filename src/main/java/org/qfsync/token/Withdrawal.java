package org.qfsync.token;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.TransientException;
import org.qfsync.http.Pace;
import org.qfsync.token.GrantRefresher.RefreshTiming;
import org.qfsync.token.GrantRepository.RotatedGrant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Withdraws a consent in three steps: the row is claimed as REVOKED, which nobody can undo but the user; the tokens are
 * revoked at the server; the tokens are deleted whatever it said. A process that dies in between leaves a row from which
 * the next start goes on. Thread-safe.
 */
final class Withdrawal {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawal.class);
    private static final Actor RECOVERY = Actor.program("recovery");
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final GrantRepository grants;
    private final GrantChanges changes;
    private final TokenRevocation upstream;
    private final SpillFiles spill;
    private final RefreshTiming timing;

    Withdrawal(
            GrantRepository grants,
            GrantChanges changes,
            TokenRevocation upstream,
            SpillFiles spill,
            RefreshTiming timing) {
        this.grants = grants;
        this.changes = changes;
        this.upstream = upstream;
        this.spill = spill;
        this.timing = timing;
    }

    Disconnected withdraw(String clientId, String sub, Actor who, Instant eraseAt) {
        Duration giveUp = timing.ticker().elapsed().plus(timing.lease()).plus(GRACE);
        while (true) {
            Optional<Grant> found = grants.find(clientId, sub);
            if (found.isEmpty()) {
                return new Disconnected(false, false, answers(revokeSpilled(clientId, sub)));
            }
            Grant grant = found.get();
            boolean again = grant.rotation() == GrantState.REVOKED;
            if (again && grant.refreshToken().isEmpty()) {
                return new Disconnected(true, true, answers(revokeSpilled(clientId, sub)));
            }
            // A refresh under way knows a newer token than we do: it may finish, but not for ever.
            boolean patient = timing.ticker().elapsed().compareTo(giveUp) < 0;
            if (grant.leaseLive() && patient) {
                pause();
                continue;
            }
            Optional<String> answer = claimAndRevoke(grant, who, eraseAt, !patient);
            if (answer.isPresent()) {
                return new Disconnected(true, again, answer.get());
            }
        }
    }

    /** Goes on with withdrawals whose process died; returns how many there were. */
    int finishAbandoned(String clientId) {
        int finished = 0;
        for (String sub : changes.unfinished(clientId)) {
            Optional<Grant> grant = grants.find(clientId, sub).filter(row -> row.rotation() == GrantState.REVOKED);
            if (grant.isPresent()
                    && claimAndRevoke(grant.get(), RECOVERY, Instant.EPOCH, false)
                            .isPresent()) {
                finished++;
            }
        }
        return finished;
    }

    /** @return what the server said; empty if somebody else had the row first */
    private Optional<String> claimAndRevoke(Grant grant, Actor who, Instant eraseAt, boolean forced) {
        Set<String> answers = new LinkedHashSet<>();
        // The permit comes first: waiting for it must not eat up the lease.
        Pace.Permit permit = upstream.permit();
        try {
            boolean claimed = grant.rotation() == GrantState.REVOKED
                    ? changes.takeUpWithdrawal(grant, timing.lease())
                    : changes.withdraw(grant, who, eraseAt, timing.lease(), forced);
            if (!claimed) {
                return Optional.empty();
            }
            upstream.revoke(grant).ifPresent(answers::add);
        } finally {
            permit.close();
        }
        answers.addAll(revokeSpilled(grant.clientId(), grant.sub()));
        String said = answers(answers);
        changes.deleteTokens(grant, who, said);
        LOG.info("Withdrew the grant of user {}; upstream: {}", Fingerprint.of(grant.sub()), said);
        return Optional.of(said);
    }

    private Set<String> revokeSpilled(String clientId, String sub) {
        Set<String> answers = new LinkedHashSet<>();
        for (RotatedGrant rotated : spill.of(clientId, sub)) {
            answers.add(upstream.revokeUnsaved(rotated));
            spill.delete(rotated);
        }
        return answers;
    }

    private static String answers(Set<String> answers) {
        return answers.isEmpty() ? Disconnected.NOTHING : String.join("; ", answers);
    }

    private void pause() {
        try {
            timing.sleeper().sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(
                    "Interrupted while a refresh under way was waited for",
                    "interrupted",
                    null,
                    "Nothing was withdrawn; do it again.",
                    e);
        }
    }
}
