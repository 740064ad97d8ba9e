package org.qfsync.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qfsync.sandbox.FaultRule.Effect;

/** The authorization server: leads each request to the endpoint that it is for. Thread-safe. */
final class OAuthEndpoints {
    private static final Pattern CREDENTIAL = Pattern.compile("ory_(?:rt|ac|dc|at)_[A-Za-z0-9._%-]+");

    private final OAuthParts parts;
    private final TokenAnswers answers;
    private final SigningKeys keys = new SigningKeys();
    private final Codes codes;
    private final DeviceCodes devices;
    private final TokenEndpoint token;
    private final TokenDesk tokenDesk;
    private final AuthorizeEndpoint authorize;
    private final ConsentDesk consent;
    private final DeviceEndpoints device;
    private final DiscoveryEndpoint discovery;

    OAuthEndpoints(SandboxOptions options, OAuthParts parts, Unguessable unguessable) {
        this.parts = parts;
        String issuer = "https://sandbox.qfsync.invalid/seed-" + options.seed();
        IdTokens idTokens = new IdTokens(keys, parts.clients(), parts.world(), options.clock(), issuer);
        answers = new TokenAnswers(options, parts, idTokens, unguessable);
        codes = new Codes(parts.grants(), unguessable, parts.tally(), options);
        devices = new DeviceCodes(parts.grants(), unguessable, options);
        token = new TokenEndpoint(parts, answers, codes, devices, options);
        tokenDesk = new TokenDesk(parts, options.quirks(), issuer);
        consent = new ConsentDesk(parts.world(), unguessable, options.clock());
        boolean namesIssuer = options.quirks().contains(Quirk.ISSUER_IN_CALLBACK);
        Callback callback = new Callback(namesIssuer ? Optional.of(issuer) : Optional.empty());
        authorize = new AuthorizeEndpoint(parts.clients(), parts.registration(), consent, codes, callback);
        device = new DeviceEndpoints(parts, devices, consent);
        discovery = new DiscoveryEndpoint(parts.registration(), keys, issuer, options.quirks());
    }

    /** The user whom a request is about, for faults that strike one user. */
    Optional<String> subject(Call call) {
        Matcher found = CREDENTIAL.matcher(call.bearer().orElse(call.body()));
        return found.find()
                ? user(URLDecoder.decode(found.group(), StandardCharsets.UTF_8)).map(parts.world()::sub)
                : Optional.empty();
    }

    private Optional<Integer> user(String credential) {
        if (credential.startsWith("ory_ac_")) {
            return codes.user(credential);
        }
        if (credential.startsWith("ory_dc_")) {
            return devices.user(credential);
        }
        return parts.tokens()
                .read(credential)
                .filter(known -> known.kind() != Tokens.Kind.APP)
                .map(Tokens.Token::subject);
    }

    /** @param fault what shall be wrong with the answer, if that is for the endpoint to do */
    Reply answer(Call call, String baseUrl, Optional<Effect> fault) {
        return switch (call.route()) {
            case TOKEN -> token.answer(call, fault);
            case REVOKE -> tokenDesk.revoke(call);
            case INTROSPECT -> tokenDesk.introspect(call);
            case USERINFO -> tokenDesk.userinfo(call);
            case AUTHORIZE -> authorize.answer(call);
            case CONSENT -> consent.decide(call);
            case DEVICE -> device.begin(call, baseUrl);
            case DEVICE_VERIFY -> device.verify(call);
            case DEVICE_DONE -> device.done();
            case LOGOUT -> Page.of(200, "Signed out", Page.paragraphs("The simulator keeps nobody signed in anyway."));
            case JWKS -> discovery.keys();
            default -> discovery.discovery(baseUrl);
        };
    }

    String refreshToken(Grant grant) {
        return answers.refreshToken(grant);
    }

    void rotateKeys() {
        keys.rotate();
    }
}
