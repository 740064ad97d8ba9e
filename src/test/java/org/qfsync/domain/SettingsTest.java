package org.qfsync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String BAD_URL =
            "QF_API_BASE_URL: expected a base URL with https (http on loopback alone) and no path";

    private final Map<String, String> environment = new HashMap<>();
    private final Properties file = new Properties();

    @Test
    void aDottedNameIsAnEnvironmentVariableToo() {
        assertThat(Settings.variable("qfsync.api.requests-per-second")).isEqualTo("QFSYNC_API_REQUESTS_PER_SECOND");
    }

    @Test
    void theEnvironmentWinsOverTheFile() {
        file.setProperty("qfsync.api.concurrency", "4");
        assertThat(settings().integer("qfsync.api.concurrency", 8, 1, 64)).isEqualTo(4);

        environment.put("QFSYNC_API_CONCURRENCY", " 16 ");
        assertThat(settings().integer("qfsync.api.concurrency", 8, 1, 64)).isEqualTo(16);
        assertThat(settings().integer("qfsync.other", 8, 1, 64)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "x", "1.5", "99999999999"})
    void aNumberOutOfBoundsIsAViolationAndYieldsTheDefault(String value) {
        environment.put("QFSYNC_API_CONCURRENCY", value);
        Settings settings = settings();

        assertThat(settings.integer("qfsync.api.concurrency", 8, 1, 64)).isEqualTo(8);
        assertViolation(settings, "QFSYNC_API_CONCURRENCY: \"" + value + "\" is not a whole number from 1 to 64");
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "30s, PT30S", "10m, PT10M", "2h, PT2H", "7d, P7D", "PT1M30S, PT1M30S"})
    void aDurationIsReadWithItsUnit(String value, Duration expected) {
        environment.put("QFSYNC_TOKEN_LEASE", value);
        Settings settings = settings();

        assertThat(settings.duration("qfsync.token.lease", Duration.ofSeconds(1)))
                .isEqualTo(expected);
        settings.requireValid();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-PT1S", "30", "soon", "9999999999999h", "PT99999999999999999999H"})
    void anythingElseIsNoDuration(String value) {
        environment.put("QFSYNC_TOKEN_LEASE", value);
        Settings settings = settings();

        assertThat(settings.duration("qfsync.token.lease", Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(1));
        assertViolation(
                settings, "QFSYNC_TOKEN_LEASE: \"" + value + "\" is not a positive duration such as 250ms, 30s or 10m");
    }

    @ParameterizedTest
    @CsvSource({
        "https://qf.example, https://qf.example",
        "https://qf.example:8443/, https://qf.example:8443",
        "http://localhost:8080, http://localhost:8080",
        "http://127.0.0.1:8080/, http://127.0.0.1:8080",
        "http://127.8.0.1, http://127.8.0.1",
        "http://[::1]:80, http://[::1]:80"
    })
    void aBaseUrlIsHttpsOrLoopback(String value, URI expected) {
        environment.put("QF_API_BASE_URL", value);
        Settings settings = settings();

        assertThat(settings.baseUrl("qf.api-base-url")).contains(expected);
        settings.requireValid();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://qf.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://10.0.0.1",
                "https://user:pass@qf.example",
                "https://qf.example/api",
                "https://qf.example//",
                "https://qf.example?x=1",
                "https://qf.example#x",
                "ftp://qf.example",
                "localhost:8080",
                "mailto:a@b",
                "qf.example",
                "https://",
                "https:///x",
                "not a url",
                "//qf.example"
            })
    void anyOtherBaseUrlIsAViolationThatDoesNotRepeatIt(String value) {
        environment.put("QF_API_BASE_URL", value);
        Settings settings = settings();

        assertThat(settings.baseUrl("qf.api-base-url")).isEmpty();
        assertViolation(settings, BAD_URL);
    }

    @Test
    void whatTwoReadersFindWrongIsSaidOnce() {
        Settings settings = new Settings(Map.of("QFSYNC_X", "http://elsewhere.example"), new Properties());
        settings.baseUrl("qfsync.x");
        settings.baseUrl("qfsync.x");

        assertViolation(settings, BAD_URL.replace("QF_API_BASE_URL", "QFSYNC_X"));
    }

    @Test
    void aDurationMayHaveBoundsWhichBelongToIt() {
        Duration month = Duration.ofDays(30);
        for (String value : List.of("0s", "12h", "30d", "P30D")) {
            Settings settings = new Settings(Map.of("QFSYNC_X", value), new Properties());
            assertThat(settings.duration("qfsync.x", Duration.ofDays(1), Duration.ZERO, month))
                    .isEqualTo(Settings.parseDuration(value));
            settings.requireValid();
        }
        for (String value : List.of("31d", "-1s", "PT-1S", "720h1s", "month")) {
            Settings settings = new Settings(Map.of("QFSYNC_X", value), new Properties());
            settings.duration("qfsync.x", Duration.ofDays(1), Duration.ZERO, month);
            assertViolation(settings, "QFSYNC_X: \"" + value + "\" is not a duration from 0s to 30d");
        }
    }

    @Test
    void settingsWithoutAViolationAreValidEvenWithWarnings() {
        Settings settings = settings();
        settings.warning("odd");
        settings.requireValid();

        assertThat(settings.warnings()).containsExactly("odd");
    }

    private static void assertViolation(Settings settings, String line) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(settings::requireValid)
                .satisfies(e -> assertThat(e.violations()).containsExactly(line));
    }

    private Settings settings() {
        return new Settings(environment, file);
    }
}
