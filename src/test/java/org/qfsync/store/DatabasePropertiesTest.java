package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;

class DatabasePropertiesTest {
    @TempDir
    private Path home;

    @Test
    void theDefaultIsAnH2FilePerEnvironmentThatListensNowhere() {
        DatabaseProperties properties = read(settings(Map.of()));

        assertThat(properties.url())
                .startsWith("jdbc:h2:file:" + home.resolve("prelive") + ";")
                .doesNotContain("AUTO_SERVER");
        assertThat(properties.user()).isEqualTo("qfsync");
        assertThat(properties.password()).isEmpty();
        assertThat(properties.poolSize()).isEqualTo(10);
        assertThat(properties.dialect()).isEqualTo(Dialect.H2);
    }

    @Test
    void aPasswordFileIsReadAndItsLastLineBreakIsNoReasonToWarn() throws IOException {
        Path file = Files.writeString(home.resolve("password"), "canary\n");
        Settings settings = settings(Map.of(
                "QFSYNC_DB_URL", "jdbc:postgresql://db/qf?sslmode=require",
                "QFSYNC_DB_USER", "sync",
                "QFSYNC_DB_PASSWORD_FILE", file.toString()));

        DatabaseProperties properties = read(settings);

        assertThat(properties.password()).isEqualTo("canary");
        assertThat(properties.dialect()).isEqualTo(Dialect.POSTGRESQL);
        assertThat(properties.location()).isEqualTo("jdbc:postgresql://db/qf");
        assertThat(properties.toString()).contains("sync").doesNotContain("canary");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void whitespaceAroundAPasswordIsRemovedWithAWarning() {
        Settings settings = settings(Map.of("QFSYNC_DB_PASSWORD", " canary "));

        assertThat(read(settings).password()).isEqualTo("canary");
        assertThat(settings.warnings()).singleElement().asString().contains("QFSYNC_DB_PASSWORD");
        assertThat(settings.warnings().toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/qf",
                "db",
                "jdbc:postgresql://db/qf?user=a&password=canary",
                "jdbc:postgresql://a:canary@db/qf",
                "jdbc:h2:file:/tmp/x;PASSWORD=canary"
            })
    void anUnusableUrlIsAViolationThatShowsNoPassword(String url) {
        Settings settings = settings(Map.of("QFSYNC_DB_URL", url));
        read(settings);

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(settings::requireValid)
                .withMessageStartingWith("QFSYNC_DB_URL: ")
                .withMessageNotContaining("canary");
    }

    @Test
    void allThatIsWrongIsReportedTogether() {
        Settings settings = settings(Map.of(
                "QFSYNC_DB_PASSWORD", "one",
                "QFSYNC_DB_PASSWORD_FILE", "two",
                "QFSYNC_DB_POOL_SIZE", "many",
                "QFSYNC_DB_READER_PASSWORD_FILE", home.resolve("missing").toString()));
        read(settings);
        ReaderProperties.from(settings);

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(settings::requireValid)
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(3)
                        .anyMatch(line -> line.startsWith("QFSYNC_DB_PASSWORD: "))
                        .anyMatch(line -> line.startsWith("QFSYNC_DB_POOL_SIZE: "))
                        .anyMatch(line -> line.startsWith("QFSYNC_DB_READER_PASSWORD_FILE: ")));
    }

    private Settings settings(Map<String, String> environment) {
        return new Settings(environment, new Properties());
    }

    private DatabaseProperties read(Settings settings) {
        return DatabaseProperties.from(settings, QfEnvironment.PRELIVE, home);
    }
}
