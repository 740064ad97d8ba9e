package org.qfsync.sandbox;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.qfsync.sandbox.QfCaller.Answer;

/** An authorization request in the making and what follows it, for the tests: correct until something is changed. */
final class LoginAttempt {
    static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-0";
    static final String STATE = "state-that-is-long-enough";
    static final String NONCE = "nonce-that-is-long-enough";

    private final Sandbox sandbox;
    private final QfCaller qf;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private boolean confidential = true;

    LoginAttempt(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.qf = new QfCaller(sandbox);
        with("client_id", sandbox.clientId());
        with("redirect_uri", SandboxOAuth.LOOPBACK.toString());
        with("response_type", "code");
        with("scope", "openid offline_access collection bookmark");
        with("state", STATE);
        with("nonce", NONCE);
        with("code_challenge", s256(VERIFIER));
        with("code_challenge_method", "S256");
    }

    static LoginAttempt ofPublicClient(Sandbox sandbox) {
        LoginAttempt attempt = new LoginAttempt(sandbox).with("client_id", sandbox.publicClientId());
        attempt.confidential = false;
        return attempt;
    }

    LoginAttempt with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    LoginAttempt without(String... names) {
        parameters.keySet().removeAll(Arrays.asList(names));
        return this;
    }

    URI url() {
        return sandbox.baseUrl().resolve("/oauth2/auth?" + encoded(parameters));
    }

    /** Opens the page, and follows nothing. */
    Answer open() {
        return qf.send(HttpRequest.newBuilder(url()).build());
    }

    /** The error that the client is told by redirect. */
    Map<String, String> refusal() {
        return query(open().raw().headers().firstValue("Location").orElseThrow());
    }

    Map<String, String> approve(String sub) {
        return query(sandbox.approve(url(), sub).toString());
    }

    String code(String sub) {
        return Objects.requireNonNull(approve(sub).get("code"));
    }

    /** The tokens of that user. */
    Answer login(String sub) {
        return exchange(code(sub), Map.of());
    }

    /** @param changes form parameters to be replaced, or to be left out if blank */
    Answer exchange(String code, Map<String, String> changes) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", Objects.requireNonNull(parameters.get("redirect_uri")));
        form.put("code_verifier", VERIFIER);
        if (!confidential) {
            form.put("client_id", sandbox.publicClientId());
        }
        form.putAll(changes);
        form.values().removeIf(String::isBlank);
        String basic = confidential ? QfCaller.basic(sandbox.clientId(), sandbox.clientSecret()) : "";
        return qf.post("/oauth2/token", form, basic);
    }

    static Map<String, String> query(String url) {
        return Arrays.stream(url.substring(url.indexOf('?') + 1).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + QfCaller.encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String s256(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
