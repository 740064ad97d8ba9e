package org.qfsync.consent;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.Actor;
import org.qfsync.token.DeviceAuthorization;
import org.qfsync.token.DeviceExchange;
import org.qfsync.token.DeviceExchange.Polled;
import org.qfsync.token.Ticker;
import org.qfsync.token.Tokens;

/**
 * A user's consent on another device, from the code that they enter there to the stored grant (RFC 8628): for hosts
 * without a browser, and with no address that one could come back to. Thread-safe.
 */
public final class DeviceFlow {
    private final Tokens tokens;
    private final Ticker ticker;
    private final NewGrants newGrants;

    public DeviceFlow(Tokens tokens, Ticker ticker) {
        this.tokens = tokens;
        this.ticker = ticker;
        this.newGrants = new NewGrants(tokens);
    }

    /**
     * Begins a login.
     *
     * @param scopes to ask for
     * @throws PermanentException if the authorization server does not offer this
     * @throws SystemicException if it cannot be asked, or refuses our client
     */
    public Started begin(Set<String> scopes) {
        DeviceAuthorization device = tokens.deviceExchange().begin(scopes);
        return new Started(device, Set.copyOf(scopes), ticker.elapsed());
    }

    /**
     * Asks until the user has answered, as often as the server allows, and stores the grant in place of any older one.
     *
     * @param patience how long at most; the codes may end sooner
     * @param pause waits between two questions; false gives up
     * @return empty if the pause gave up; nothing is stored then
     * @throws SyncException with what to do; nothing is stored then, and this login is over
     */
    public Optional<Consented> await(Started login, Duration patience, Pause pause, Actor who)
            throws InterruptedException {
        Duration time = login.time().compareTo(patience) < 0 ? login.time() : patience;
        Duration interval = login.device.interval();
        while (ticker.elapsed().minus(login.begunAt).compareTo(time) < 0) {
            if (!pause.pause(interval)) {
                return Optional.empty();
            }
            Polled polled = tokens.deviceExchange().poll(login.device, login.scopes, interval);
            if (polled.grant().isPresent()) {
                return Optional.of(newGrants.store(polled.grant().get(), login.scopes, who, DeviceExchange.FAILED));
            }
            interval = polled.interval();
        }
        throw new PermanentException(
                DeviceExchange.FAILED + ": the code was not entered in time",
                "expired_token",
                null,
                KnownFailure.EXPIRED_TOKEN.resolution(),
                null);
    }

    /** How the time between two questions passes. */
    @FunctionalInterface
    public interface Pause {
        /**
         * Waits that long.
         *
         * @return false to give up
         */
        boolean pause(Duration duration) throws InterruptedException;
    }

    /** A login that waits for its user. */
    public static final class Started {
        private final DeviceAuthorization device;
        private final Set<String> scopes;
        private final Duration begunAt;

        private Started(DeviceAuthorization device, Set<String> scopes, Duration begunAt) {
            this.device = device;
            this.scopes = scopes;
            this.begunAt = begunAt;
        }

        /** Where the user goes, on any device. */
        public URI verificationUri() {
            return device.verificationUri();
        }

        /** What they enter there. */
        public String userCode() {
            return device.userCode();
        }

        /** The same address with the code in it, where the server has one. */
        public Optional<URI> verificationUriComplete() {
            return device.verificationUriComplete();
        }

        /** How long the code is good. */
        public Duration time() {
            return device.lifetime();
        }
    }
}
