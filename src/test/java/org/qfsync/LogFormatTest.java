package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.cli.Cli;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.Screen;
import org.qfsync.domain.Fingerprint;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Log lines for machines. It configures the logging of this JVM as the program does, and puts it back. */
class LogFormatTest {
    private static final String LOGGING = "org.springframework.boot.logging.LoggingSystem";

    @TempDir
    Path home;

    @BeforeEach
    void leaveLoggingToUs() {
        System.setProperty(LOGGING, "none");
    }

    @AfterEach
    void putLoggingBack() throws JoranException {
        System.clearProperty(LOGGING);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getResource("/logback-test.xml"));
    }

    @Test
    void aNightIsLoggedInLinesOfTheElasticCommonSchemaWithRunAndUserAndNoSecret() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2))) {
            CommandSession session = CommandSession.at(sandbox, home).with("QFSYNC_LOG_FORMAT", "ecs");
            String consents = sandbox.consentLines().collect(Collectors.joining("\n"));
            assertThat(type(session, consents, "users", "import", "-")).isZero();
            assertThat(type(session, "", "run")).isZero();

            String log = Files.readString(home.resolve("logs").resolve("qfsync.log"));
            List<JsonNode> lines =
                    log.lines().map(JsonMapper.shared()::readTree).toList();
            assertThat(lines).hasSizeGreaterThan(5).allSatisfy(line -> {
                assertThat(line.path("@timestamp").stringValue()).startsWith("20");
                assertThat(line.path("ecs").path("version").stringValue()).startsWith("8.");
                assertThat(line.path("log").path("level").stringValue()).isIn("INFO", "WARN");
                assertThat(line.path("message").stringValue()).isNotBlank();
                assertThat(line.path("service").path("name").stringValue()).isEqualTo("qfsync");
                assertThat(line.path("service").path("environment").stringValue())
                        .isEqualTo("sandbox");
                assertThat(line.path("process").path("pid").isNumber()).isTrue();
            });
            String sub = sandbox.subs().findFirst().orElseThrow();
            assertThat(lines.stream().map(line -> line.path("qfsync"))).anySatisfy(trail -> {
                assertThat(trail.path("run").asString()).isEqualTo("1");
                assertThat(trail.path("user").asString()).isEqualTo(Fingerprint.of(sub));
            });
            assertThat(log).doesNotContain(sub, sandbox.clientSecret());
            JsonMapper json = JsonMapper.shared();
            consents.lines()
                    .map(line -> json.readTree(line).path("refresh_token").stringValue())
                    .forEach(token -> assertThat(log).doesNotContain(token));
        }
    }

    private static int type(CommandSession session, String input, String... args) {
        Map<String, String> environment = session.environment();
        Clock clock = Clock.systemUTC();
        Screen screen = new Screen(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                false,
                false);
        OrderlyStop stop = new OrderlyStop();
        return new Cli(new SpringProgramLauncher(environment, clock, new LogFiles()), screen, stop, environment, clock)
                .execute(args);
    }
}
