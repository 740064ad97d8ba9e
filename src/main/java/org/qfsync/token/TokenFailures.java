package org.qfsync.token;

import java.util.Optional;
import java.util.stream.Stream;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.token.TokenAnswer.Refusal;

/** The words for each way in which a token cannot be had: what failed, for whom, and what to do. */
final class TokenFailures {
    private TokenFailures() {}

    static Refusal refusalOf(TokenAnswer answer) {
        if (answer instanceof TokenAnswer.NotProcessed notProcessed) {
            return notProcessed.refusal();
        }
        if (answer instanceof TokenAnswer.GrantRefused grantRefused) {
            return grantRefused.refusal();
        }
        if (answer instanceof TokenAnswer.ClientRefused clientRefused) {
            return clientRefused.refusal();
        }
        if (answer instanceof TokenAnswer.Doubtful doubtful) {
            return doubtful.refusal();
        }
        if (answer instanceof TokenAnswer.Declined declined) {
            return declined.refusal();
        }
        throw new IllegalArgumentException("issued tokens are no refusal");
    }

    /** What an operator does about an error code that concerns our client and not a user. */
    static String clientHint(String code) {
        return KnownFailure.of(code).orElse(KnownFailure.UNREACHABLE).resolution();
    }

    static ReauthorizeException mustConsentAgain(String sub, Refusal refusal) {
        return new ReauthorizeException(
                "Failed to refresh access token of user " + Fingerprint.of(sub) + ": " + refusal.summary(),
                refusal.code(),
                refusal.status(),
                KnownFailure.INVALID_GRANT.resolution(),
                null);
    }

    static SystemicException clientRefused(Refusal refusal) {
        return new SystemicException(
                "Failed to refresh access token: " + refusal.summary(),
                refusal.code(),
                refusal.status(),
                clientHint(refusal.code()),
                null);
    }

    static SystemicException databaseAway(String sub, RuntimeException cause) {
        return databaseAway(
                "The database failed while the grant of user " + Fingerprint.of(sub) + " was read or claimed",
                "No token was lost. Bring the database back, then: qfsync run",
                cause);
    }

    static SystemicException databaseAway(String failed, String hint, Throwable cause) {
        return new SystemicException(failed, "database_away", null, hint, cause);
    }

    static TransientException inDoubt(String sub, Refusal refusal) {
        return new TransientException(
                "Refresh of user " + Fingerprint.of(sub) + " has an unknown outcome: " + refusal.summary(),
                UserTokens.IN_DOUBT,
                refusal.status(),
                "Recovered by itself as soon as its lease is over, in this run or the next: qfsync run",
                null);
    }

    static TransientException later(String sub, Refusal refusal, Object when) {
        return new TransientException(
                "Failed to refresh access token of user " + Fingerprint.of(sub) + ": " + refusal.summary()
                        + "; not tried again before " + when,
                refusal.code(),
                refusal.status(),
                "The grant is kept and rests, up to 8 hours; qfsync users show SUB says until when. A run after that tries it"
                        + " again: qfsync run",
                null);
    }

    static ReauthorizeException foreignIdentity(String sub) {
        return new ReauthorizeException(
                "The refresh of user " + Fingerprint.of(sub) + " came with the identity of another user",
                GrantRepository.FOREIGN_SUB,
                200,
                "Its tokens are kept and not used. Find out with Quran Foundation whose grant it is; then let the user "
                        + "consent again, or: qfsync users release SUB",
                null);
    }

    static ReauthorizeException paused(String sub) {
        return setAside(sub, "paused", "An operator decides about it: qfsync users resume SUB");
    }

    static ReauthorizeException quarantined(Grant grant) {
        boolean byCustody = Stream.of(CustodyDoubt.Kind.values())
                .map(CustodyDoubt.Kind::code)
                .anyMatch(code -> grant.lastErrorCode().equals(Optional.of(code)));
        return setAside(
                grant.sub(),
                "quarantined",
                byCustody
                        ? "This database was restored or copied, so that its token may be spent or in use elsewhere. If no"
                                + " other copy is in use: qfsync users release SUB. A token that is spent all the same then"
                                + " revokes the grant, and the user must consent again."
                        : "An operator decides about it: qfsync users release SUB");
    }

    private static ReauthorizeException setAside(String sub, String state, String hint) {
        return new ReauthorizeException(
                "The grant of user " + Fingerprint.of(sub) + " is " + state, state, null, hint, null);
    }
}
