package org.qfsync.notify;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.qfsync.domain.Secret;

/** Posts JSON, signed by HMAC-SHA256 (RFC 2104) if there is a secret for that. */
final class WebhookChannel implements Channel {
    static final String NAME = "webhook";
    static final String SIGNATURE = "X-Qfsync-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private final WebCalls web;
    private final URI address;
    private final Optional<Secret> key;

    WebhookChannel(WebCalls web, URI address, Optional<Secret> key) {
        this.web = web;
        this.address = address;
        this.key = key;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String host() {
        return address.getHost();
    }

    @Override
    public Delivery send(Message message) throws InterruptedException {
        byte[] body = WebhookPayload.of(message);
        HttpRequest.Builder request = web.to(address)
                .header("Content-Type", "application/json")
                .header("X-Qfsync-Id", message.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        key.ifPresent(secret -> request.header(SIGNATURE, "sha256=" + signature(secret, body)));
        return web.send(request.build());
    }

    private static String signature(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(java.nio.charset.StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
