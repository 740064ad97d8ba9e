package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;

class ExpiryMarginTest {
    @ParameterizedTest
    @CsvSource({
        "30s, 3600, 30",
        "5m, 3600, 300",
        "10%, 3600, 360",
        "2.5%, 3600, 90",
        "60s|10%, 3600, 360",
        "60s|10%, 300, 60",
        "60s | 10%, 300, 60",
        "PT30S, 3600, 30"
    })
    void aMarginIsATimeOrAShareOrTheLargerOfBoth(String text, long lifetime, long margin) {
        assertThat(ExpiryMargin.parse(text).of(Duration.ofSeconds(lifetime))).isEqualTo(Duration.ofSeconds(margin));
    }

    @Test
    void aShortLivedTokenIsUsedForHalfOfItsLife() {
        assertThat(ExpiryMargin.parse("5m").of(Duration.ofMinutes(4))).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "10%|60s", "0%", "51%", "-5s", "0s", "60s|10%|1%", "60s|", "|10%", "10 %", "%"})
    void anythingElseIsAViolationThatNamesTheSetting(String text) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> properties(Map.of("QFSYNC_TOKEN_USER_MARGIN", text)))
                .satisfies(e -> assertThat(e.violations())
                        .singleElement()
                        .asString()
                        .contains("QFSYNC_TOKEN_USER_MARGIN")
                        .contains("60s|10%"));
    }

    @Test
    void theDefaultsAreThirtySecondsForContentAndTheLargerOfSixtySecondsAndATenthForUsers() {
        TokenPolicy policy = properties(Map.of()).policy();

        assertThat(policy).isEqualTo(TokenPolicy.defaults());
        assertThat(policy.contentMargin().of(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.userMargin().of(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(6));
        assertThat(policy.userMargin().of(Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.keepAliveAfter()).isEqualTo(Duration.ofDays(10));
        assertThat(policy.refreshTokenLifetime()).isEqualTo(Duration.ofDays(30));
        assertThat(policy.clientSecretWarnAfter()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void theSettingsAreUsed() {
        TokenPolicy policy = properties(Map.of(
                        "QFSYNC_TOKEN_CONTENT_MARGIN", "2m",
                        "QFSYNC_TOKEN_USER_MARGIN", "20%",
                        "QFSYNC_TOKEN_KEEP_ALIVE_AFTER", "3d",
                        "QFSYNC_TOKEN_REFRESH_TOKEN_LIFETIME", "14d"))
                .policy();

        assertThat(policy.contentMargin()).isEqualTo(ExpiryMargin.parse("2m"));
        assertThat(policy.userMargin()).isEqualTo(ExpiryMargin.parse("20%"));
        assertThat(policy.keepAliveAfter()).isEqualTo(Duration.ofDays(3));
        assertThat(policy.refreshTokenLifetime()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void keepingAliveAfterTheEndIsAViolation() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> properties(Map.of("QFSYNC_TOKEN_KEEP_ALIVE_AFTER", "30d")))
                .satisfies(e ->
                        assertThat(e.violations()).singleElement().asString().contains("KEEP_ALIVE_AFTER"));
    }

    private static TokenProperties properties(Map<String, String> environment) {
        Settings settings = new Settings(environment, new Properties());
        TokenProperties properties = TokenProperties.from(settings, QfEnvironment.SANDBOX, Path.of("/home"));
        settings.requireValid();
        return properties;
    }
}
