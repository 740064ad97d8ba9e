package org.qfsync.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Settings;
import org.qfsync.notify.Heartbeat.Ping;
import org.qfsync.testing.HookReceiver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each channel against a real server. */
class ChannelsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:31:00Z");

    @TempDir
    private Path folder;

    private HookReceiver hooks;
    private GreenMail mails;

    @BeforeEach
    void start() throws IOException {
        hooks = new HookReceiver();
        mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.setUser("qfsync@example.org", "qfsync", "the-password");
        mails.start();
    }

    @AfterEach
    void stop() {
        hooks.close();
        mails.stop();
    }

    @Test
    void aWebhookGetsSignedJson() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "signing-key\n");

        Map<String, Delivery> deliveries = send(Map.of(
                "QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/hook/s3cret").toString(),
                "QFSYNC_NOTIFY_WEBHOOK_SECRET_FILE", key.toString(),
                "QFSYNC_CONSOLE_BASE_URL", "https://console.example.org"));

        assertThat(deliveries).containsExactly(Map.entry("webhook", Delivery.taken("HTTP 200")));
        HookReceiver.Received posted = hooks.received().get(0);
        JsonNode json = JsonMapper.shared().readTree(posted.body());
        assertThat(json.path("schema").stringValue()).isEqualTo("qfsync.notification");
        assertThat(json.path("version").intValue()).isEqualTo(1);
        assertThat(json.path("id").stringValue()).isEqualTo(message().id()).isEqualTo(posted.header("X-Qfsync-Id"));
        assertThat(json.path("level").stringValue()).isEqualTo("failure");
        assertThat(json.path("summary").stringValue())
                .isEqualTo("[qfsync production] Problem: The night 2026-11-21 failed (and 1 more)");
        JsonNode advice = json.path("events").path(0).path("advice").path(0);
        assertThat(advice.path("commands").path(0).stringValue()).isEqualTo("qfsync check");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("signing-key".getBytes(UTF_8), "HmacSHA256"));
        assertThat(posted.header("X-Qfsync-Signature"))
                .isEqualTo("sha256="
                        + HexFormat.of().formatHex(mac.doFinal(posted.body().getBytes(UTF_8))));
    }

    @Test
    void slackGetsATextAndBlocksThatItTakes() {
        send(Map.of("QFSYNC_NOTIFY_SLACK_URL", hooks.at("/services/T/B/x").toString()));

        JsonNode json = JsonMapper.shared().readTree(hooks.received().get(0).body());
        assertThat(json.path("text").stringValue()).startsWith("[qfsync production] Problem");
        assertThat(json.path("blocks").path(0).path("type").stringValue()).isEqualTo("header");
        assertThat(json.path("blocks").path(1).path("text").path("text").stringValue())
                .contains("*Problem: The night", "since 2026-11-21 02:31 UTC", "a &lt;b&gt; &amp; c", "`qfsync check`");
    }

    @Test
    void mailIsPlainTextAndHtml() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "the-password\n");

        Map<String, Delivery> deliveries = send(mail(Map.of(
                "QFSYNC_NOTIFY_MAIL_TLS", "none",
                "QFSYNC_NOTIFY_MAIL_USER", "qfsync",
                "QFSYNC_NOTIFY_MAIL_PASSWORD_FILE", password.toString())));

        assertThat(said(deliveries, "mail")).matches(Delivery::taken);
        MimeMessage got = mails.getReceivedMessages()[0];
        assertThat(got.getSubject()).isEqualTo("[qfsync production] Problem: The night 2026-11-21 failed (and 1 more)");
        assertThat(got.getRecipients(RecipientType.TO)).hasSize(1);
        assertThat(got.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        Map<String, String> parts = parts((Multipart) got.getContent());
        assertThat(parts.get("text/plain"))
                .contains("Problem: The night 2026-11-21 failed", "a <b> & c", "      qfsync check");
        assertThat(parts.get("text/html"))
                .contains("a &lt;b&gt; &amp; c", "<pre>qfsync check</pre>")
                .doesNotContain("<b>");
    }

    @Test
    void mailIsNotSentWhereTheServerOffersNoTls() {
        Map<String, Delivery> starttls = send(mail(Map.of()));
        Map<String, Delivery> tls = send(mail(Map.of("QFSYNC_NOTIFY_MAIL_TLS", "tls")));

        assertThat(said(starttls, "mail").words()).contains("did not take it (it offers no STARTTLS)");
        assertThat(said(tls, "mail").taken()).isFalse();
        assertThat(said(tls, "mail").words()).contains("SSLException").doesNotContain("amal");
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    @Test
    void theHeartbeatIsPingedAtItsAddressesForStartAndFailure() {
        Channels channels = Channels.of(properties(Map.of(
                "QFSYNC_NOTIFY_HEARTBEAT_URL", hooks.at("/ping/t0ken?rid=1").toString())));

        channels.pingStart();
        channels.send(Map.of(), Optional.of(Ping.SUCCESS));
        channels.send(Map.of(), Optional.of(Ping.FAIL));

        assertThat(hooks.received())
                .extracting(one -> one.method() + " " + one.path() + "?" + one.query())
                .containsExactly("GET /ping/t0ken/start?rid=1", "GET /ping/t0ken?rid=1", "GET /ping/t0ken/fail?rid=1");
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (HookReceiver other = new HookReceiver()) {
            hooks.redirectsTo(other.at("/elsewhere"));

            Map<String, Delivery> deliveries =
                    send(Map.of("QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/hook").toString()));

            assertThat(said(deliveries, "webhook").words()).isEqualTo("HTTP 307, a redirect, which is not followed");
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void aBusyChannelIsAskedAgainAndARefusalIsFinal() {
        hooks.answers(503);
        assertThat(send(Map.of("QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/busy").toString())))
                .containsEntry("webhook", Delivery.notNow("HTTP 503"));
        hooks.answers(410);
        assertThat(send(Map.of("QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/gone").toString())))
                .containsEntry("webhook", Delivery.refused("HTTP 410"));

        assertThat(hooks.received("/busy")).hasSize(3);
        assertThat(hooks.received("/gone")).hasSize(1);
    }

    @Test
    void aSilentChannelDelaysNobody() throws IOException {
        try (HookReceiver silent = new HookReceiver()) {
            silent.fallsSilent();
            Instant begun = Instant.now();

            Map<String, Delivery> deliveries = send(Map.of(
                    "QFSYNC_NOTIFY_TIMEOUT", "2s",
                    "QFSYNC_NOTIFY_SLACK_URL", silent.at("/slack").toString(),
                    "QFSYNC_NOTIFY_HEARTBEAT_URL", silent.at("/ping").toString(),
                    "QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/hook").toString()));

            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(said(deliveries, "webhook").taken()).isTrue();
            assertThat(said(deliveries, "slack").words()).isEqualTo("no answer within 2 s");
            assertThat(said(deliveries, "heartbeat").taken()).isFalse();
        }
    }

    private Map<String, Delivery> send(Map<String, String> environment) {
        NotifyProperties properties = properties(environment);
        Channels channels = Channels.of(properties);
        Map<String, Message> messages = new LinkedHashMap<>();
        channels.names().forEach(name -> messages.put(name, message()));
        return channels.send(messages, Optional.of(Ping.SUCCESS));
    }

    private static Delivery said(Map<String, Delivery> deliveries, String channel) {
        return Objects.requireNonNull(deliveries.get(channel));
    }

    private Map<String, String> mail(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("QFSYNC_NOTIFY_MAIL_TO", "amal@example.org");
        environment.put("QFSYNC_NOTIFY_MAIL_FROM", "qfsync@example.org");
        environment.put("QFSYNC_NOTIFY_MAIL_HOST", "127.0.0.1");
        environment.put(
                "QFSYNC_NOTIFY_MAIL_PORT", String.valueOf(mails.getSmtp().getPort()));
        return environment;
    }

    private static NotifyProperties properties(Map<String, String> environment) {
        Settings settings = new Settings(environment, new Properties());
        NotifyProperties properties = NotifyProperties.from(settings);
        settings.requireValid();
        return properties;
    }

    private static Message message() {
        Advice advice =
                new Advice("http_503", "a <b> & c", "Wait.", 3, List.of("bookmarks"), List.of("qfsync check"), true);
        return new Message(
                NOW,
                "production",
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new Event(
                                "e1",
                                "night",
                                Change.PROBLEM,
                                Level.FAILURE,
                                NOW,
                                "The night 2026-11-21 failed",
                                3,
                                List.of(advice)),
                        new Event("e2", "holds", Change.RECOVERED, Level.GOOD, NOW, "No hold", 0, List.of())));
    }

    private static Map<String, String> parts(Multipart multipart) throws MessagingException, IOException {
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i < multipart.getCount(); i++) {
            BodyPart part = multipart.getBodyPart(i);
            if (part.getContent() instanceof Multipart nested) {
                parts.putAll(parts(nested));
            } else {
                parts.put(part.getContentType().replaceFirst(";.*", ""), String.valueOf(part.getContent()));
            }
        }
        return parts;
    }
}
