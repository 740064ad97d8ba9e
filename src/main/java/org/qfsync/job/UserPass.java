package org.qfsync.job;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.api.UserClient;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.RequestMeter;
import org.qfsync.token.AccessTokens;
import org.qfsync.token.Grant;
import org.qfsync.token.GrantVault;
import org.qfsync.token.TokenManager;
import org.qfsync.user.Reading;
import org.qfsync.user.UserCopy;
import org.qfsync.user.UserReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * Works off one user: fetches everything first, with no connection held, then commits it. What goes wrong with the
 * user is a result; only what every user would meet alike is thrown. Thread-safe.
 */
final class UserPass {
    private static final Logger LOG = LoggerFactory.getLogger(UserPass.class);

    private final UserReader reader;
    private final GrantVault vault;
    private final UserCommit commit;
    private final RequestMeter meter;
    private final Clock clock;

    UserPass(UserReader reader, GrantVault vault, UserCommit commit, RequestMeter meter, Clock clock) {
        this.reader = reader;
        this.vault = vault;
        this.commit = commit;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * Works the user off.
     *
     * @param mayPutOff true if a grant in doubt shall come back later instead of failing now
     * @throws PutOffException if so
     * @throws SystemicException if the run cannot go on
     */
    UserOutcome work(RunContext run, String sub, TokenManager tokens, boolean mayPutOff) {
        Instant startedAt = clock.instant();
        long requestsBefore = meter.ofThisThread();
        long refreshesBefore = tokens.refreshes();
        UserCopy copy = null;
        SyncException failure = null;
        try {
            copy = read(run, sub, tokens);
        } catch (SystemicException e) {
            throw e;
        } catch (SyncException e) {
            if (mayPutOff && TokenManager.isInDoubt(e)) {
                throw new PutOffException();
            }
            failure = e;
        }
        UserOutcome outcome = outcome(
                sub, copy, failure, meter.ofThisThread() - requestsBefore, tokens.refreshes() - refreshesBefore);
        return commit(run, outcome, copy, startedAt);
    }

    private UserCopy read(RunContext run, String sub, TokenManager tokens) {
        AccessTokens ofUser = tokens.forUser(sub);
        try {
            // The first token comes before the scopes are read: a refresh may have narrowed them.
            ofUser.current();
            Set<String> scopes = vault.find(sub).map(Grant::scopes).orElse(Set.of());
            UserCopy copy =
                    reader.read(sub, ofUser, scopes, new Reading(run.run().night(), run.selection(), run.unknown()));
            tokens.acceptedByApi();
            return copy;
        } catch (SyncException e) {
            if (e.code().equals(UserClient.TOKEN_REFUSED)) {
                tokens.refusedByApi();
            }
            throw e;
        } catch (DataAccessException | TransactionException e) {
            throw databaseFailed(sub, "fetched", e);
        } catch (RuntimeException e) {
            LOG.error("Unexpected failure while fetching user {}", Fingerprint.of(sub), e);
            throw new PermanentException(
                    "Unexpected " + e.getClass().getSimpleName() + " while fetching user " + Fingerprint.of(sub),
                    "internal_error",
                    null,
                    "This is a defect of qfsync: report it with the stack trace from the log.",
                    e);
        }
    }

    private static UserOutcome outcome(
            String sub, @Nullable UserCopy copy, @Nullable SyncException failure, long requests, long refreshes) {
        if (copy == null || copy.failed().isEmpty()) {
            return new UserOutcome(sub, failure, null, requests, refreshes);
        }
        UserCopy.Failed failed = copy.failed().get();
        return new UserOutcome(sub, failed.failure(), failed.dataset(), requests, refreshes);
    }

    private UserOutcome commit(RunContext run, UserOutcome outcome, @Nullable UserCopy copy, Instant startedAt) {
        try {
            return commit.commit(run, outcome, copy, startedAt);
        } catch (DataIntegrityViolationException | IllegalArgumentException e) {
            LOG.error("The data of user {} cannot be stored", Fingerprint.of(outcome.sub()), e);
            UserOutcome refused = new UserOutcome(
                    outcome.sub(),
                    new PermanentException(
                            "The data of user " + Fingerprint.of(outcome.sub()) + " cannot be stored",
                            "not_storable",
                            null,
                            "What is stored stands; report it with the stack trace from the log.",
                            e),
                    null,
                    outcome.requests(),
                    outcome.refreshes());
            return commit.commit(run, refused, null, startedAt);
        } catch (DataAccessException | TransactionException e) {
            throw databaseFailed(outcome.sub(), "written", e);
        }
    }

    /** Every user would fail alike. */
    private static SystemicException databaseFailed(String sub, String done, RuntimeException cause) {
        return new SystemicException(
                "The database failed while user " + Fingerprint.of(sub) + " was " + done,
                "database_failed",
                null,
                "Bring the database back, then: qfsync run (it resumes after the last stored user)",
                cause);
    }

    /** The user's grant is in doubt: to be worked off once its lease is over. */
    static final class PutOffException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PutOffException() {
            super("put off until the grant's lease is over", null, false, false);
        }
    }
}
