package org.qfsync.token;

import feign.Feign;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.qfsync.domain.Secret;
import org.qfsync.http.Json;
import org.qfsync.http.NeverSentException;
import org.qfsync.token.TokenAnswer.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Speaks to the token endpoint (RFC 6749 sections 4.1.3, 4.4 and 6, RFC 7009, RFC 7662, RFC 8628). One call makes
 * exactly one POST: nothing here or below retries, follows a redirect or reuses a connection, because a refresh token
 * that was sent twice revokes its grant. Thread-safe.
 */
final class TokenClient {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final TokenFeign feign;
    private final ClientProperties client;
    private final ClientSecret secret;
    private final AnswerReader answers;
    private final String asked;

    /** @param transport must not retry, redirect or reuse connections */
    TokenClient(ClientProperties client, ClientSecret secret, feign.Client transport, Clock clock) {
        this.feign = Feign.builder()
                .client(transport)
                .retryer(Retryer.NEVER_RETRY)
                .target(TokenFeign.class, client.endpoints().authBaseUrl().toString());
        this.client = client;
        this.secret = secret;
        this.asked = client.endpoints().environment().id() + " POST /oauth2/token";
        this.answers = new AnswerReader(client.endpoints().environment(), clock);
    }

    TokenAnswer clientCredentials(String scope) {
        return post(Map.of("grant_type", "client_credentials", "scope", scope));
    }

    /**
     * Exchanges an authorization code with the proof that we asked for it (RFC 7636 section 4.5). A code is good for
     * one exchange, so a lost answer cannot be asked for again.
     *
     * @param redirectUri to the letter as in the authorization request
     */
    TokenAnswer exchangeCode(Secret code, URI redirectUri, Secret verifier) {
        return post(
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code.reveal(),
                        "redirect_uri", redirectUri.toString(),
                        "code_verifier", verifier.reveal()),
                code,
                verifier);
    }

    /** Asks whether the user has let a device in, and for the tokens if so (RFC 8628 section 3.4). */
    TokenAnswer exchangeDeviceCode(Secret deviceCode) {
        return post(Map.of("grant_type", DEVICE_GRANT, "device_code", deviceCode.reveal()), deviceCode);
    }

    /**
     * Asks for the codes of a device (RFC 8628 section 3.1).
     *
     * @param endpoint from the server's discovery document
     */
    DeviceAnswer authorizeDevice(URI endpoint, String scopes) {
        ClientAuthentication authentication = authentication();
        try (Response response =
                feign.device(endpoint, authentication.headers(), authentication.form(Map.of("scope", scopes)))) {
            return response.status() == 200
                    ? DeviceAnswer.read(AnswerReader.bytes(response))
                    : new DeviceAnswer.Refused(answers.read(response, sent(authentication)));
        } catch (RetryableException e) {
            return new DeviceAnswer.Refused(
                    unanswered(e.getCause() instanceof IOException cause ? cause : new IOException("no answer")));
        } catch (IOException e) {
            return new DeviceAnswer.Refused(unanswered(e));
        }
    }

    TokenAnswer refresh(Secret refreshToken) {
        return post(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken.reveal()), refreshToken);
    }

    /** RFC 7662: whether the token still stands; empty where the endpoint is out of reach. It changes nothing there. */
    Optional<Boolean> isActive(Secret token) {
        ClientAuthentication authentication = authentication();
        try (Response response = feign.introspect(
                authentication.headers(),
                authentication.form(Map.of("token", token.reveal(), "token_type_hint", "refresh_token")))) {
            JsonNode active =
                    Json.mapper().readTree(AnswerReader.bytes(response)).path("active");
            return response.status() == 200 && active.isBoolean()
                    ? Optional.of(active.booleanValue())
                    : Optional.empty();
        } catch (RetryableException | IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /**
     * RFC 7009: ends the grant that a refresh token belongs to.
     *
     * @return what came of it, in a phrase that may be shown; {@code revoked} is all that the server ever says, even
     *     of a token that it does not know
     */
    String revoke(Secret token) {
        ClientAuthentication authentication = authentication();
        try (Response response = feign.revoke(
                authentication.headers(),
                authentication.form(Map.of("token", token.reveal(), "token_type_hint", "refresh_token")))) {
            return answers.revoked(response, sent(authentication, token));
        } catch (RetryableException e) {
            return e.getCause() instanceof NeverSentException ? "not reached" : "no answer";
        } catch (IOException e) {
            return "no answer";
        }
    }

    private TokenAnswer post(Map<String, String> parameters, Secret... held) {
        ClientAuthentication authentication = authentication();
        try (Response response = feign.token(authentication.headers(), authentication.form(parameters))) {
            TokenAnswer answer = answers.read(response, sent(authentication, held));
            if (answer instanceof TokenAnswer.Issued) {
                authentication.secret().ifPresent(secret::accepted);
            }
            return answer;
        } catch (RetryableException e) {
            return unanswered(e.getCause() instanceof IOException cause ? cause : new IOException("no answer"));
        } catch (IOException e) {
            return unanswered(e);
        }
    }

    private ClientAuthentication authentication() {
        return new ClientAuthentication(client, secret.current());
    }

    /** What the request held and no message may repeat. */
    private static List<Secret> sent(ClientAuthentication authentication, Secret... held) {
        return Stream.concat(authentication.secret().stream(), Stream.of(held)).toList();
    }

    private TokenAnswer unanswered(IOException e) {
        if (e instanceof NeverSentException neverSent) {
            Refusal refusal = neverSent.isTlsFailure()
                    ? new Refusal("tls_failed", null, "the server's certificate is not trusted, or TLS failed", asked)
                    : new Refusal("unreachable", null, "connection could not be made", asked);
            return new TokenAnswer.NotProcessed(refusal, Optional.empty());
        }
        // The class says enough; a message of the HTTP layer may quote what was sent.
        String name = e.getClass().getSimpleName();
        return new TokenAnswer.Doubtful(new Refusal("no_answer", null, "no complete answer: " + name, asked));
    }
}
