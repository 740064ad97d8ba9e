package org.qfsync.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.Settings;

class NotifyPropertiesTest {
    private static final String TOKEN = "T0KEN4711abcdefgh";

    @TempDir
    private Path folder;

    @Test
    void withoutSettingsNobodyIsTold() {
        NotifyProperties properties = read(Map.of());

        assertThat(Channels.of(properties).hosts()).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidWithoutTheAddressThatIsASecret() {
        InvalidSettingsException wrong = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> read(Map.of(
                        "QFSYNC_NOTIFY_WEBHOOK_URL", "http://example.org/" + TOKEN,
                        "QFSYNC_NOTIFY_SLACK_URL", "hooks.example.org/ " + TOKEN,
                        "QFSYNC_NOTIFY_HEARTBEAT_URL", "https://" + TOKEN + "@example.org/",
                        "QFSYNC_NOTIFY_MAIL_TO", "amal@example.org",
                        "QFSYNC_NOTIFY_MAIL_TLS", "none",
                        "QFSYNC_NOTIFY_MAIL_HOST", "smtp.example.org",
                        "QFSYNC_NOTIFY_MAIL_USER", "qfsync")));

        assertThat(wrong.violations())
                .hasSize(6)
                .noneMatch(line -> line.contains(TOKEN))
                .anyMatch(line -> line.startsWith("QFSYNC_NOTIFY_WEBHOOK_URL: "))
                .anyMatch(line -> line.startsWith("QFSYNC_NOTIFY_SLACK_URL: "))
                .anyMatch(line -> line.startsWith("QFSYNC_NOTIFY_HEARTBEAT_URL: "))
                .anyMatch(line -> line.startsWith("QFSYNC_NOTIFY_MAIL_FROM: "))
                .anyMatch(line -> line.startsWith("QFSYNC_NOTIFY_MAIL_TLS: "))
                .anyMatch(line -> line.startsWith("QFSYNC_NOTIFY_MAIL_USER: "));
    }

    @Test
    void secretsComeFromFilesAndAreNotShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "https://example.org/" + TOKEN + "\n");

        NotifyProperties properties = read(Map.of(
                "QFSYNC_NOTIFY_SLACK_URL_FILE", secret.toString(),
                "QFSYNC_NOTIFY_WEBHOOK_SECRET_FILE", secret.toString(),
                "QFSYNC_NOTIFY_MAIL_TO", "amal@example.org, omar@example.org",
                "QFSYNC_NOTIFY_MAIL_FROM", "qfsync@example.org",
                "QFSYNC_NOTIFY_MAIL_HOST", "smtp.example.org",
                "QFSYNC_NOTIFY_MAIL_USER", "qfsync",
                "QFSYNC_NOTIFY_MAIL_PASSWORD_FILE", secret.toString()));

        assertThat(properties.slack().orElseThrow().reveal()).isEqualTo("https://example.org/" + TOKEN);
        assertThat(properties.mail().orElseThrow().to()).hasSize(2);
        assertThat(properties.toString()).doesNotContain(TOKEN, "amal");
    }

    private static NotifyProperties read(Map<String, String> environment) {
        Settings settings = new Settings(environment, new Properties());
        NotifyProperties properties = NotifyProperties.from(settings);
        settings.requireValid();
        return properties;
    }
}
