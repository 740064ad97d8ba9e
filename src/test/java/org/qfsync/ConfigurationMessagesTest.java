package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationMessagesTest {
    private static final String MISSING =
            "Missing Quran Foundation API credentials. Request access: https://api-docs.quran.foundation/request-access";

    @TempDir
    Path folder;

    @Test
    void missingCredentialsAreToldInExactlyOneLine() {
        CommandSession.Typed typed = new CommandSession(folder.resolve("home")).type("run");

        assertThat(typed.code()).isEqualTo(78);
        assertThat(typed.err()).isEqualTo(MISSING + System.lineSeparator());
        assertThat(typed.out()).isEmpty();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void allViolationsAreToldAtOnceOnePerLine() {
        CommandSession.Typed typed = new CommandSession(folder.resolve("home"))
                .with("QF_ENV", "staging")
                .with("QF_AUTH_BASE_URL", "http://example.org")
                .with("QFSYNC_API_CONCURRENCY", "0")
                .with("QFSYNC_SCHEDULE_CRON", "now and then")
                .type("users", "list");

        assertThat(typed.code()).isEqualTo(78);
        assertThat(typed.err().lines())
                .contains(MISSING)
                .anyMatch(line -> line.contains("staging") && line.contains("prelive") && line.contains("production"))
                .anyMatch(line -> line.startsWith("QF_AUTH_BASE_URL: expected a base URL with https"))
                .anyMatch(line -> line.startsWith("QFSYNC_API_CONCURRENCY: \"0\""))
                .anyMatch(line -> line.startsWith("QFSYNC_SCHEDULE_CRON:"));
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void aCheckTellsThemInItsOwnForm() {
        CommandSession.Typed typed = new CommandSession(folder.resolve("home")).type("check");

        assertThat(typed.code()).isEqualTo(78);
        assertThat(typed.out()).startsWith("FAIL  configuration").contains(MISSING);
    }
}
