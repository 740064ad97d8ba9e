package org.qfsync.token;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Pace;
import org.qfsync.token.TokenAnswer.Refusal;

/**
 * The device authorization grant (RFC 8628), question by question: who waits between them is the caller. Thread-safe.
 */
public final class DeviceExchange {
    /** How the message of each failure begins. */
    public static final String FAILED = "Failed to exchange device code for tokens";

    /** What {@code slow_down} adds (section 3.5). */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private static final Duration SLOWEST = Duration.ofMinutes(1);

    private final ClientProperties client;
    private final TokenClient tokenClient;
    private final Discovery discovery;
    private final GrantProof proof;
    private final Pace pace;
    private final Clock clock;

    DeviceExchange(
            ClientProperties client,
            TokenClient tokenClient,
            Discovery discovery,
            GrantProof proof,
            Pace pace,
            Clock clock) {
        this.client = client;
        this.tokenClient = tokenClient;
        this.discovery = discovery;
        this.proof = proof;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Asks for codes.
     *
     * @throws PermanentException if the server does not offer this
     * @throws SystemicException if it cannot be asked, or refuses our client
     */
    public DeviceAuthorization begin(Set<String> scopes) {
        CodeExchange.requireSecret(client);
        URI endpoint = discovery
                .metadata()
                .deviceAuthorizationEndpoint()
                .filter(this::isOfOurServer)
                .orElseThrow(DeviceExchange::notOffered);
        Pace.Permit permit = pace.acquire();
        try {
            DeviceAnswer answer = tokenClient.authorizeDevice(endpoint, String.join(" ", new TreeSet<>(scopes)));
            if (answer instanceof DeviceAnswer.Begun begun) {
                return begun.device();
            }
            throw ExchangeFailures.of("The login could not begin", ((DeviceAnswer.Refused) answer).answer());
        } finally {
            permit.close();
        }
    }

    /** Our secret goes to the configured server and to no other that a document may name. */
    private boolean isOfOurServer(URI endpoint) {
        URI server = client.endpoints().authBaseUrl();
        return server.getScheme().equals(endpoint.getScheme())
                && server.getHost().equalsIgnoreCase(endpoint.getHost())
                && server.getPort() == endpoint.getPort();
    }

    /**
     * Asks once whether the user has answered.
     *
     * @param asked the scopes of the request: granted, if the answer does not say otherwise
     * @param interval what was waited before this question
     * @throws SyncException with what to do, if no grant comes of these codes any more
     */
    public Polled poll(DeviceAuthorization device, Set<String> asked, Duration interval) {
        Instant startedAt = clock.instant();
        TokenAnswer answer = post(device);
        if (answer instanceof TokenAnswer.Issued issued) {
            return new Polled(Optional.of(proof.prove(FAILED, issued, Optional.empty(), asked, startedAt)), interval);
        }
        return new Polled(Optional.empty(), nextInterval(answer, interval));
    }

    private TokenAnswer post(DeviceAuthorization device) {
        Pace.Permit permit = pace.acquire();
        try {
            return tokenClient.exchangeDeviceCode(device.deviceCode());
        } finally {
            permit.close();
        }
    }

    private static Duration nextInterval(TokenAnswer answer, Duration interval) {
        Refusal refusal = TokenFailures.refusalOf(answer);
        if (refusal.code().equals("authorization_pending")) {
            return interval;
        }
        if (refusal.code().equals("slow_down")) {
            return interval.plus(SLOWER);
        }
        if (isNoAnswer(answer)) {
            // Section 3.5: ask less often while the server is in trouble. Tokens that were lost with the answer die at
            // the next question, because a device code that comes twice ends what it had opened.
            Duration slower = interval.multipliedBy(2);
            return slower.compareTo(SLOWEST) < 0 ? slower : SLOWEST;
        }
        throw ExchangeFailures.of(FAILED, answer);
    }

    private static boolean isNoAnswer(TokenAnswer answer) {
        return answer instanceof TokenAnswer.NotProcessed
                || (answer instanceof TokenAnswer.Doubtful doubtful
                        && !doubtful.refusal().code().equals("invalid_request")
                        && !Integer.valueOf(200).equals(doubtful.refusal().status()));
    }

    private static PermanentException notOffered() {
        return new PermanentException(
                "The authorization server does not offer logins by a device code (device_authorization_endpoint)",
                "device_grant_not_offered",
                null,
                "Use a browser on any machine instead, and paste the address that it came back to: qfsync users login"
                        + " --no-browser",
                null);
    }

    /**
     * What came of a question.
     *
     * @param grant once the user has answered
     * @param interval to be waited before the next question
     */
    public record Polled(Optional<ProvedGrant> grant, Duration interval) {}
}
