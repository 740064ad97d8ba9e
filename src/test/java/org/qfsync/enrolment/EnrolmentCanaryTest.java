package org.qfsync.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.testing.TestBrowser;
import org.qfsync.testing.Visitor;
import org.slf4j.LoggerFactory;

/** What passes through the public pages is searched for in the log at TRACE and on every page that is shown. */
class EnrolmentCanaryTest {
    private static final String MADE_UP = "CANARYcanaryCANARYcanaryCANARYcanaryCANARYcanary";

    /** The browser's and the sandbox's own side, which see everything. */
    private static final List<String> OTHER_SIDE = List.of("jdk.", "com.sun.", "sun.", "org.qfsync.sandbox");

    @TempDir
    Path home;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("org.qfsync");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of("CANARYcanary"));
    private Level usualRoot = Level.WARN;
    private Level usualOurs = Level.INFO;

    /** After the program's start, which sets up the log. */
    private void listen() {
        usualRoot = root.getLevel();
        usualOurs = ours.getLevel();
        root.iteratorForAppenders().forEachRemaining(usual::add);
        usual.forEach(root::detachAppender);
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        usual.forEach(root::addAppender);
        root.setLevel(usualRoot);
        ours.setLevel(usualOurs);
    }

    @Test
    void noCodeStateKeyOrCookieIsLoggedOrShown() throws Exception {
        try (EnrolmentRig rig = new EnrolmentRig(home)) {
            listen();
            consent(rig);
            for (String fault : List.of("token:503=1", "token:id-bad-signature=1", "token:reset=1", "token:html=1")) {
                rig.sandbox.addFault(FaultRule.parse(fault));
                try {
                    consent(rig);
                } finally {
                    rig.sandbox.clearFaults();
                }
            }
            withdraw(rig);
            misuse(rig);
            bringConsents(rig);
        }
        assertThat(log.list).hasSizeGreaterThan(200);
        assertThat(secrets).hasSizeGreaterThan(20).noneMatch(String::isBlank);
        assertThat(logged()).noneMatch(this::holdsASecret);
        assertThat(shown).noneMatch(this::holdsASecret);
    }

    private void consent(EnrolmentRig rig) {
        Visitor visitor = rig.visitor();
        URI authorization = visitor.goToConsent("bookmark");
        URI back = rig.sandbox.approve(authorization, rig.newUser());
        keepSecrets(visitor, authorization, back);
        shown.add(rig.visitor().open(back).body());
        shown.add(visitor.follow(back).body());
        shown.add(visitor.open(back).body());
    }

    private void withdraw(EnrolmentRig rig) {
        Visitor visitor = rig.visitor();
        URI authorization = visitor.goToSignIn();
        URI back = rig.sandbox.approve(authorization, rig.newUser());
        keepSecrets(visitor, authorization, back);
        shown.add(visitor.follow(back).body());
        shown.add(visitor.fillIn("/disconnect/confirm", "data", "later").body());
        shown.add(visitor.get("/disconnect/done").body());
    }

    private void keepSecrets(Visitor visitor, URI authorization, URI back) {
        Map<String, String> asked = TestBrowser.query(authorization);
        Map<String, String> answered = TestBrowser.query(back);
        secrets.add(asked.getOrDefault("state", ""));
        secrets.add(asked.getOrDefault("nonce", ""));
        secrets.add(answered.getOrDefault("code", ""));
        secrets.addAll(visitor.cookies().values());
    }

    /** What is not well formed is refused by the server itself, which likes to tell what it did not understand. */
    private void misuse(EnrolmentRig rig) throws IOException {
        for (String query : List.of("code=%s|x&state=%s", "code=%s%%zz&state=%s", "code=%s%%00&state=%s", "%s=%s&%s")) {
            String path = "/oauth/callback?" + query.replace("%s", MADE_UP).replace("%%", "%");
            shown.add(raw(rig.port, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
            shown.add(raw(rig.port, "GET " + path + " HTTP/7.7\r\nHost: a\r\n\r\n"));
            shown.add(raw(rig.port, "P\tST " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        shown.add(rig.visitor().get("/nowhere?code=" + MADE_UP).body());
        shown.add(rig.visitor()
                .post("/connect", "token", MADE_UP, "scope", MADE_UP)
                .body());
    }

    private void bringConsents(EnrolmentRig rig) throws IOException, InterruptedException {
        String key = EnrolmentRig.KEY.key().reveal();
        secrets.add(key);
        for (String bearer : List.of(key, MADE_UP)) {
            for (String body : List.of(
                    "{\"code\":\"%s\",\"codeVerifier\":\"%s\",\"redirectUri\":\"" + EnrolmentRig.FRONTEND + "\"}",
                    "{\"code\":\"%s\",\"codeVerifier\":\"%s\",\"redirectUri\":\"%s\"}",
                    "{\"%s\":\"%s\"",
                    "%s")) {
                HttpRequest request = HttpRequest.newBuilder(rig.address().resolve(ExchangeEndpoint.PATH))
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.replace("%s", MADE_UP)))
                        .build();
                shown.add(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
            }
        }
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private boolean holdsASecret(String text) {
        return secrets.stream().anyMatch(text::contains);
    }

    private List<String> logged() {
        return Stream.of(log.list.toArray(new ILoggingEvent[0]))
                .filter(event -> OTHER_SIDE.stream()
                        .noneMatch(side -> event.getLoggerName().startsWith(side)))
                .map(EnrolmentCanaryTest::text)
                .toList();
    }

    private static String text(ILoggingEvent event) {
        String line = event.getLoggerName() + " " + event.getFormattedMessage();
        return event.getThrowableProxy() == null ? line : line + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }
}
