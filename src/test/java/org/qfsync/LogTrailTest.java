package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.LogTrail;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What is logged on the way of a night is found by its run and its user, whichever thread said it. */
class LogTrailTest {
    private static final String LOGGING = "org.springframework.boot.logging.LoggingSystem";

    private final Kept kept = new Kept();

    @TempDir
    Path home;

    @BeforeEach
    void listen() {
        // As in main: Spring Boot would configure Logback anew, without our appender.
        System.setProperty(LOGGING, "none");
        kept.start();
        ours().addAppender(kept);
    }

    @AfterEach
    void listenNoMore() {
        System.clearProperty(LOGGING);
        ours().detachAppender(kept);
    }

    @Test
    void aLineIsFoundByItsRunAndItsUserInEveryThread() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
            String unlucky = sandbox.subs().findFirst().orElseThrow();
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + unlucky));
            kept.lines.clear();

            assertThat(session.type("run").code()).isEqualTo(3);

            assertThat(saying("Run 1 "))
                    .hasSize(2)
                    .allSatisfy(line ->
                            assertThat(line.trail()).containsEntry("run", "1").doesNotContainKey("user"));
            assertThat(saying("Step "))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(line -> assertThat(line.trail()).containsEntry("run", "1"));
            assertThat(saying("Failed: "))
                    .singleElement()
                    .satisfies(line -> assertThat(line.trail())
                            .containsEntry("run", "1")
                            .containsEntry("user", Fingerprint.of(unlucky)));
            assertThat(kept.lines).noneMatch(line -> line.toString().contains(unlucky));
            assertThat(MDC.get(LogTrail.RUN)).as("after the run").isNull();
        }
    }

    @Test
    void anAnswerThatNamesAUserIsNotLogged() {
        CommandSession session = new CommandSession(home)
                .with("QF_CLIENT_ID", "c")
                .with("QF_CLIENT_SECRET", "s")
                .with("QF_ENV", "prelive");

        assertThat(session.type("users", "pause", "somebody-4711").err()).contains("somebody-4711");

        assertThat(saying("qfsync users pause ends with 2")).hasSize(1);
        assertThat(kept.lines).noneMatch(line -> line.toString().contains("somebody-4711"));
    }

    private List<Line> saying(String beginning) {
        return kept.lines.stream()
                .filter(line -> line.message().startsWith(beginning))
                .toList();
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("org.qfsync");
    }

    private record Line(String message, Map<String, String> trail, String thrown) {}

    private static final class Kept extends AppenderBase<ILoggingEvent> {
        private final List<Line> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new Line(
                    event.getFormattedMessage(),
                    event.getMDCPropertyMap(),
                    event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage()));
        }
    }
}
