package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.Settings;

class ConsolePropertiesTest {
    private static final String HASH = "$2y$12$" + "a".repeat(53);

    @Test
    void thisMachineAloneIsServedUnlessMoreIsAskedFor() {
        ConsoleProperties properties = read(Map.of());

        assertThat(properties.url()).isEqualTo(URI.create("http://127.0.0.1:8090"));
        assertThat(properties.isGuarded()).isFalse();
        assertThat(read(Map.of("PORT", "off")).port()).isEmpty();
    }

    @Test
    void withoutAPasswordNobodyOutsideIsServed() {
        assertThatThrownBy(() -> read(Map.of("ADDRESS", "0.0.0.0")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH: missing")
                .hasMessageContaining("QFSYNC_CONSOLE_PORT=off");
        assertThatThrownBy(() -> read(Map.of("BASE_URL", "https://console.example.org")))
                .hasMessageContaining("QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH: missing");
        assertThat(read(Map.of("ADDRESS", "0.0.0.0", "PORT", "off")).port()).isEmpty();
        assertThat(read(Map.of("ADDRESS", "0.0.0.0", "OPERATOR_PASSWORD_HASH", HASH))
                        .isGuarded())
                .isTrue();
    }

    /** Who is trusted with the word on where a request comes from takes it off the request: nothing would tell of them. */
    @Test
    void withoutAPasswordNoProxyIsTrusted() {
        assertThatThrownBy(() -> read(Map.of("PROXIES", "127.0.0.1")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("QFSYNC_CONSOLE_PROXIES: names proxies, but the console has no password");
        assertThat(read(Map.of("PROXIES", "127.0.0.1", "READER_PASSWORD_HASH", HASH))
                        .isGuarded())
                .isTrue();
        assertThat(read(Map.of("PROXIES", "127.0.0.1", "PORT", "off")).port()).isEmpty();
    }

    @Test
    void aPasswordThatNobodyHashedIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> read(Map.of("OPERATOR_PASSWORD_HASH", "hunter2")))
                .hasMessageContaining("qfsync console hash")
                .hasMessageNotContaining("hunter2");
        assertThat(read(Map.of("READER_PASSWORD_HASH", HASH)).toString()).doesNotContain(HASH);
    }

    private static ConsoleProperties read(Map<String, String> values) {
        Map<String, String> environment = new HashMap<>();
        values.forEach((name, value) -> environment.put("QFSYNC_CONSOLE_" + name, value));
        Settings settings = new Settings(environment, new Properties());
        ConsoleProperties properties = ConsoleProperties.from(settings);
        settings.requireValid();
        return properties;
    }
}
