package org.qfsync.enrolment;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Knows browsers again, so that an answer counts only where the question was asked: a login ends in the browser that
 * began it (RFC 9700 section 4.7), and a form comes from a page of ours. Immutable, but for its random key, which lives
 * as long as the process.
 */
final class Browsers {
    /** The field of every form that holds {@link #formToken}. */
    static final String FORM_TOKEN = "token";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int LONGEST_FIELD = 4096;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key = new SecretKeySpec(randomBytes(), ALGORITHM);
    private final boolean secure;

    /** @param secure true if browsers speak TLS with us, or with who stands in front */
    Browsers(boolean secure) {
        this.secure = secure;
    }

    /** The browser that the request comes from; a new one, if it brings no cookie of ours. */
    Browser of(ServerRequest request) {
        List<Cookie> cookies = request.cookies().getOrDefault(cookieName(), List.of());
        return cookies.size() == 1 && ID.matcher(cookies.get(0).getValue()).matches()
                ? new Browser(cookies.get(0).getValue(), false)
                : new Browser(base64(randomBytes()), true);
    }

    /** What tells the browser its id. Until it is closed; also on the way back from another site, but only in front. */
    String cookie(Browser browser) {
        return ResponseCookie.from(cookieName(), browser.id())
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .build()
                .toString();
    }

    /** Proves that a form was filled in on a page that this browser had from us. */
    String formToken(Browser browser) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return base64(mac.doFinal(browser.id().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** True if the form that was sent is one that this browser had from us. */
    boolean isOurForm(ServerRequest request, Browser browser) {
        return !browser.isNew()
                && field(request, FORM_TOKEN)
                        .filter(token -> same(token, formToken(browser)))
                        .isPresent();
    }

    /** Compares in a time that does not tell how near a wrong one is. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private String cookieName() {
        // The prefix makes browsers refuse it from other hosts of the domain, and without TLS (RFC 6265bis).
        return secure ? "__Host-qfsync" : "qfsync";
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What a form says in that field, if it says so once, and at a sensible length. */
    static Optional<String> field(ServerRequest request, String name) {
        List<String> values = request.params().getOrDefault(name, List.of());
        return values.size() == 1 && values.get(0).length() <= LONGEST_FIELD
                ? Optional.of(values.get(0))
                : Optional.empty();
    }

    /**
     * A browser that visits us, known by a cookie that says nothing of its user.
     *
     * @param id unguessable, so that it proves that a request comes from there
     * @param isNew true if it has yet to be told
     */
    record Browser(String id, boolean isNew) {
        /** The id would let others in. */
        @Override
        public String toString() {
            return "Browser[isNew=" + isNew + "]";
        }
    }
}
