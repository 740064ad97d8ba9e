package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.TestDatabase;
import org.slf4j.LoggerFactory;

/** Seeded secrets go through every good and bad case, and are searched for in all that could show them. */
class CanaryTest extends TokenRig {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("org.qfsync");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> shown = new ArrayList<>();
    private Level usualRoot = Level.WARN;
    private Level usualOurs = Level.INFO;

    CanaryTest() {
        super(TestDatabase::h2File);
    }

    @BeforeEach
    void listen() {
        usualRoot = root.getLevel();
        usualOurs = ours.getLevel();
        log.list.clear();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        ours.setLevel(Level.TRACE);
        // Only what the appender keeps: a whole TRACE log is nothing to read on a console.
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender != log) {
                appender.addFilter(new OnlyWarnings());
            }
        });
    }

    @AfterEach
    void stopListening() {
        root.setLevel(usualRoot);
        ours.setLevel(usualOurs);
        root.detachAppender(log);
        root.iteratorForAppenders().forEachRemaining(appender -> appender.clearAllFilters());
    }

    @Test
    @Scenario(51)
    void noSecretIsEverShown() throws IOException {
        String refreshToken = consented("good");
        AccessTokens good = tokens.managerForStep().forUser("good");
        AccessToken token = good.current();
        show(
                token,
                good.renew(token),
                grant("good"),
                tokens,
                good,
                tokens.content().current());

        for (ScriptedAuthServer.Script bad : badAnswers()) {
            String sub = "bad-" + shown.size();
            consented(sub);
            tokens.breaker().reset();
            server.answerOnce(bad);
            show(catchThrowable(() -> current(tokens, sub)));
            show(grant(sub));
        }
        tokens.breaker().reset();
        for (ScriptedAuthServer.Script bad : badAnswers().subList(0, 3)) {
            AccessToken old = tokens.content().current();
            server.answerAlways(bad);
            show(catchThrowable(() -> tokens.content().renew(old)));
            server.answerAlways(server::strict);
        }
        spillAndReject();
        show(properties(LEASE), client(), new Secret(refreshToken), new Secret(SECRET));

        assertThat(log.list).hasSizeGreaterThan(200);
        assertClean("log", everythingLogged());
        assertClean("shown", String.join("\n", shown));
        assertFilesClean();
    }

    /** Servers and proxies that repeat what they were sent, in every place that we look at. */
    private List<ScriptedAuthServer.Script> badAnswers() {
        List<ScriptedAuthServer.Script> answers = new ArrayList<>();
        for (String form : new String[] {
            "{\"error\":\"%s\"}",
            "{\"error\":\"access_denied\",\"error_description\":\"no such token: %s\"}",
            "{\"error\":{\"code\":\"invalid_grant\",\"message\":\"'%s' was used\",\"details\":\"%s\"}}",
            "{\"access_token\":\"%s\",",
            "{\"access_token\":17,\"refresh_token\":\"%s\"}",
            "<html>%s</html>"
        }) {
            for (int status : new int[] {200, 400, 401, 429, 500}) {
                answers.add((call, out) -> ScriptedAuthServer.json(
                                status, form.replace("%s", call.form().getOrDefault("refresh_token", SECRET)))
                        .answer(call, out));
            }
        }
        answers.add(ScriptedAuthServer.drop());
        return answers;
    }

    private void spillAndReject() throws IOException {
        consented("spilled");
        tokens.breaker().reset();
        server.answerOnce((call, out) -> {
            database.takeDown();
            server.strict(call, out);
        });
        show(catchThrowable(() -> current(tokens, "spilled")));
        database.bringBack();
        assertFilesClean();
        try (Stream<Path> files = Files.list(home.resolve("spill"))) {
            Path file = files.findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replace("}", ",\"x\":\"rt-1-SECRETSECRET"));
        }
        process().vault().recoverAbandoned();
        try (Stream<Path> files = Files.list(home.resolve("spill"))) {
            files.forEach(path -> path.toFile().delete());
        }
    }

    private void show(Object... things) {
        for (Object thing : things) {
            shown.add(String.valueOf(thing));
            if (thing instanceof Throwable failure) {
                StringWriter trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                shown.add(trace.toString());
            }
        }
    }

    private ClientProperties client() {
        return new ClientProperties(
                new QfEndpoints(QfEnvironment.SANDBOX, server.url(), server.url()),
                CLIENT,
                ClientType.CONFIDENTIAL,
                Optional.of(new Secret(SECRET)));
    }

    private String everythingLogged() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            text.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private void assertFilesClean() throws IOException {
        opened().flushDurably();
        Path database = Path.of(opened().location().replace("jdbc:h2:file:", "") + ".mv.db");
        assertClean("database file", Files.readString(database, StandardCharsets.ISO_8859_1));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void assertClean(String where, String text) {
        String basic = Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        for (String canary : List.of("SECRETSECRET", basic)) {
            int at = text.indexOf(canary);
            assertThat(at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 50)))
                    .as("a secret in the %s", where)
                    .isEmpty();
        }
    }

    /** Keeps the console readable meanwhile. */
    private static final class OnlyWarnings extends ch.qos.logback.core.filter.Filter<ILoggingEvent> {
        @Override
        public ch.qos.logback.core.spi.FilterReply decide(ILoggingEvent event) {
            return event.getLevel().isGreaterOrEqual(Level.WARN)
                    ? ch.qos.logback.core.spi.FilterReply.NEUTRAL
                    : ch.qos.logback.core.spi.FilterReply.DENY;
        }
    }
}
