package org.qfsync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QfEndpointsTest {
    private final Map<String, String> environment = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "'', PRELIVE, https://prelive-oauth2.quran.foundation, https://apis-prelive.quran.foundation",
        "prelive, PRELIVE, https://prelive-oauth2.quran.foundation, https://apis-prelive.quran.foundation",
        "production, PRODUCTION, https://oauth2.quran.foundation, https://apis.quran.foundation"
    })
    void theEnvironmentSelectsBothBaseUrlsTogether(String name, QfEnvironment expected, String auth, String api) {
        environment.put("QF_ENV", name);

        QfEndpoints endpoints = read();

        assertThat(endpoints.environment()).isEqualTo(expected);
        assertThat(endpoints.authBaseUrl()).hasToString(auth);
        assertThat(endpoints.apiBaseUrl()).hasToString(api);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "Production", "sandbox"})
    void anyOtherEnvironmentIsNamedWithTheTwoThatAreExpected(String name) {
        environment.put("QF_ENV", name);

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .withMessage("QF_ENV: \"" + name + "\" is not an environment: expected \"prelive\" or \"production\"");
    }

    @Test
    void overriddenUrlsAreASandboxWhateverTheEnvironmentSays() {
        environment.put("QF_ENV", "production");
        environment.put("QF_AUTH_BASE_URL", "http://127.0.0.1:1");
        environment.put("QF_API_BASE_URL", "http://127.0.0.1:2");

        assertThat(read().environment()).isEqualTo(QfEnvironment.SANDBOX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QF_AUTH_BASE_URL", "QF_API_BASE_URL"})
    void oneBaseUrlWithoutTheOtherIsRefused(String variable) {
        environment.put(variable, "https://qf.example");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .withMessage("QF_AUTH_BASE_URL and QF_API_BASE_URL: set both or neither, they belong together");
    }

    private QfEndpoints read() {
        Settings settings = new Settings(environment, new Properties());
        QfEndpoints endpoints = QfEndpoints.from(settings);
        settings.requireValid();
        return endpoints;
    }
}
