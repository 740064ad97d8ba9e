package org.qfsync.api;

import feign.RetryableException;
import feign.codec.DecodeException;
import java.util.function.Function;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.TransientException;
import org.qfsync.http.Asked;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;

/**
 * Makes a request with an access token; a refused one is renewed once, and the request repeated once. As thread-safe
 * as its tokens.
 */
final class Authorized {
    private final QfEnvironment environment;
    private final AccessTokens tokens;
    private final Function<Complaint, SyncException> refusal;

    /**
     * @param refusal what it means if the renewed token is refused too
     */
    Authorized(QfEnvironment environment, AccessTokens tokens, Function<Complaint, SyncException> refusal) {
        this.environment = environment;
        this.tokens = tokens;
        this.refusal = refusal;
    }

    <T> T call(Function<String, T> request) {
        AccessToken token = tokens.current();
        try {
            return unwrapped(request, token);
        } catch (TokenRefusedException e) {
            return onceMore(request, tokens.renew(token));
        }
    }

    private <T> T onceMore(Function<String, T> request, AccessToken renewed) {
        try {
            return unwrapped(request, renewed);
        } catch (TokenRefusedException e) {
            throw refusal.apply(e.complaint());
        }
    }

    /** Feign wraps what a decoder throws; callers get the {@link SyncException} itself. */
    private <T> T unwrapped(Function<String, T> request, AccessToken token) {
        try {
            return request.apply(token.value());
        } catch (DecodeException e) {
            if (e.getCause() instanceof SyncException known) {
                throw known;
            }
            throw new PermanentException(
                    Asked.of(environment, e.request()) + " has an answer that cannot be read",
                    "unreadable_body",
                    e.status(),
                    "Nothing was changed; report it as a bug of qfsync.",
                    null);
        } catch (RetryableException e) {
            throw new TransientException(
                    Asked.of(environment, e.request()) + " failed",
                    "connection_failed",
                    null,
                    "The next run takes it up.",
                    e.getCause());
        }
    }
}
