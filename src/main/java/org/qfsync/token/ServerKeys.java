package org.qfsync.token;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import feign.Feign;
import feign.RequestLine;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import feign.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SystemicException;

/**
 * The keys that the authorization server signs with (RFC 7517), fetched when they are first needed, at least once an
 * hour, and once more when a token names a key that is not among them. Thread-safe.
 */
final class ServerKeys {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final JwksFeign feign;
    private final Discovery discovery;
    private final Ticker ticker;
    private final AtomicReference<@Nullable Fetched> newest = new AtomicReference<>();

    /** @param transport bounded, with a deadline, following no redirect */
    ServerKeys(feign.Client transport, Discovery discovery, Ticker ticker) {
        this.feign = Feign.builder()
                .client(transport)
                .retryer(Retryer.NEVER_RETRY)
                .target(Target.EmptyTarget.create(JwksFeign.class));
        this.discovery = discovery;
        this.ticker = ticker;
    }

    /**
     * The keys, among them the one that this header names if there is such a one.
     *
     * @throws SystemicException if they cannot be had
     */
    JWKSet keysFor(JWSHeader header) {
        Fetched fetched = newest.get();
        if (fetched != null
                && ticker.elapsed().minus(fetched.at).compareTo(REMEMBERED) < 0
                && holds(fetched.keys, header)) {
            return fetched.keys;
        }
        Duration now = ticker.elapsed();
        JWKSet keys = fetch();
        newest.set(new Fetched(keys, now));
        return keys;
    }

    private static boolean holds(JWKSet keys, JWSHeader header) {
        return !new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys).isEmpty();
    }

    private JWKSet fetch() {
        URI address = discovery
                .metadata()
                .jwksUri()
                .orElseThrow(() -> unavailable("its discovery document names no safe address of them", null));
        try (Response response = feign.keys(address)) {
            if (response.status() != 200) {
                throw unavailable("HTTP " + response.status(), response.status());
            }
            return JWKSet.parse(new String(AnswerReader.bytes(response), StandardCharsets.UTF_8));
        } catch (RetryableException | IOException e) {
            throw unavailable("no complete answer", null);
        } catch (ParseException e) {
            throw unavailable("the answer is no set of keys", 200);
        }
    }

    private static SystemicException unavailable(String why, @Nullable Integer status) {
        return new SystemicException(
                "The authorization server's keys cannot be had: " + why,
                "keys_unavailable",
                status,
                "Without them nobody can prove who consented. Try again; if it stays, tell Quran Foundation.",
                null);
    }

    private record Fetched(JWKSet keys, Duration at) {}

    /** The set of keys, on the wire. */
    private interface JwksFeign {
        @RequestLine("GET")
        Response keys(URI address);
    }
}
