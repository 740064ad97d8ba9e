package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;
import org.qfsync.testing.Scenario;

class ClientPropertiesTest {
    private static final String MISSING = "Missing Quran Foundation API credentials. "
            + "Request access: https://api-docs.quran.foundation/request-access";

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @Test
    void aMissingClientIdIsAnsweredWithTheExactWordsOfQuranFoundation() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.violations()).containsExactly(MISSING))
                .withMessage(MISSING);
    }

    @Test
    void aBlankClientIdIsMissing() {
        environment.put("QF_CLIENT_ID", "  ");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .withMessage(MISSING);
    }

    @Test
    void aConfidentialClientIsTheDefaultAndNeedsASecret() {
        environment.put("QF_CLIENT_ID", "me");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.violations())
                        .singleElement()
                        .asString()
                        .startsWith("QF_CLIENT_SECRET or QF_CLIENT_SECRET_FILE:")
                        .contains("QF_CLIENT_TYPE=public"));
    }

    @Test
    void aCompleteConfidentialClientIsReadWithoutAWarning() {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_SECRET", "hush");
        Settings settings = settings();
        ClientProperties client = ClientProperties.from(settings, QfEndpoints.from(settings));
        settings.requireValid();

        assertThat(client.clientId()).isEqualTo("me");
        assertThat(client.type()).isEqualTo(ClientType.CONFIDENTIAL);
        assertThat(client.secret().orElseThrow().reveal()).isEqualTo("hush");
        assertThat(client.endpoints().environment()).isEqualTo(QfEnvironment.PRELIVE);
        assertThat(client.toString()).doesNotContain("hush");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void aPublicClientHasNoSecret() {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_TYPE", "public");
        assertThat(read().type()).isEqualTo(ClientType.PUBLIC);
        assertThat(read().secret()).isEmpty();

        environment.put("QF_CLIENT_SECRET", "hush");
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .withMessageContaining("a public client has no secret")
                .withMessageNotContaining("hush");
    }

    @Test
    void anUnknownClientTypeIsNamedWithTheTwoThatAreExpected() {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_SECRET", "hush");
        environment.put("QF_CLIENT_TYPE", "native");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .withMessage("QF_CLIENT_TYPE: \"native\" is not a client type: "
                        + "expected \"confidential\" or \"public\"");
    }

    @Test
    @Scenario(4)
    void surroundingWhitespaceIsTrimmedWithAWarningThatDoesNotTellTheSecret() {
        environment.put("QF_CLIENT_ID", " me\n");
        environment.put("QF_CLIENT_SECRET", "a+b%c:é d ");
        Settings settings = settings();
        ClientProperties client = ClientProperties.from(settings, QfEndpoints.from(settings));

        assertThat(client.clientId()).isEqualTo("me");
        assertThat(client.secret().orElseThrow().reveal()).isEqualTo("a+b%c:é d");
        assertThat(settings.warnings())
                .containsExactly(
                        "QF_CLIENT_ID: surrounding whitespace was removed",
                        "QF_CLIENT_SECRET: surrounding whitespace was removed");
    }

    @Test
    void aSecretIsReadFromAFileWhoseLastLineEndIsNoPartOfIt() throws IOException {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_SECRET_FILE", secretFile("hush\n"));
        Settings settings = settings();

        ClientProperties client = ClientProperties.from(settings, QfEndpoints.from(settings));

        assertThat(client.secret().orElseThrow().reveal()).isEqualTo("hush");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void furtherWhitespaceInASecretFileIsTrimmedWithAWarning() throws IOException {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_SECRET_FILE", secretFile(" hush \r\n"));
        Settings settings = settings();

        ClientProperties client = ClientProperties.from(settings, QfEndpoints.from(settings));

        assertThat(client.secret().orElseThrow().reveal()).isEqualTo("hush");
        assertThat(settings.warnings()).containsExactly("QF_CLIENT_SECRET_FILE: surrounding whitespace was removed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void anEmptySecretFileIsReportedByItsName(String content) throws IOException {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_SECRET_FILE", secretFile(content));

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly("QF_CLIENT_SECRET_FILE: " + folder.resolve("secret") + " is empty"));
    }

    @Test
    void aSecretFileThatIsNotThereIsTheOnlyViolation() {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_SECRET_FILE", folder.resolve("none").toString());

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly("QF_CLIENT_SECRET_FILE: cannot read " + folder.resolve("none")));
    }

    @Test
    void aSecretAndASecretFileTogetherAreRefused() throws IOException {
        environment.put("QF_CLIENT_ID", "me");
        environment.put("QF_CLIENT_SECRET", "hush");
        environment.put("QF_CLIENT_SECRET_FILE", secretFile("hush"));

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(this::read)
                .withMessage("QF_CLIENT_SECRET and QF_CLIENT_SECRET_FILE: set one of them, not both");
    }

    @Test
    void allViolationsAreReportedAtOnceOnePerLine() {
        environment.put("QF_ENV", "staging");
        environment.put("QF_AUTH_BASE_URL", "http://example.org");
        environment.put("QFSYNC_TOKEN_LEASE", "11s");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> {
                    Settings settings = settings();
                    QfEndpoints endpoints = QfEndpoints.from(settings);
                    ClientProperties.from(settings, endpoints);
                    TokenProperties.from(settings, endpoints.environment(), folder);
                    settings.requireValid();
                })
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines())
                        .containsExactly(
                                "QF_ENV: \"staging\" is not an environment: expected \"prelive\" or \"production\"",
                                "QF_AUTH_BASE_URL: expected a base URL with https (http on loopback alone) and no path",
                                "QF_AUTH_BASE_URL and QF_API_BASE_URL: set both or neither, they belong together",
                                MISSING,
                                "QFSYNC_TOKEN_LEASE: must be at least 5s longer than QFSYNC_TOKEN_DEADLINE, "
                                        + "so that a refresh ends inside its lease"));
    }

    @Test
    void theTokenDefaultsAreThoseOfTheRules() {
        TokenProperties properties = TokenProperties.from(settings(), QfEnvironment.PRELIVE, folder);

        assertThat(properties.deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.lease()).isEqualTo(Duration.ofSeconds(25));
        assertThat(properties.backOffBase()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.backOffMax()).isEqualTo(Duration.ofHours(1));
        assertThat(properties.keysetFile()).isEqualTo(folder.resolve("keyset-prelive.json"));
        assertThat(properties.spillDirectory()).isEqualTo(folder.resolve("spill-prelive"));
        assertThat(properties.keyset()).isEmpty();
    }

    private String secretFile(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content).toString();
    }

    private Settings settings() {
        return new Settings(environment, new Properties());
    }

    private ClientProperties read() {
        Settings settings = settings();
        ClientProperties client = ClientProperties.from(settings, QfEndpoints.from(settings));
        settings.requireValid();
        return client;
    }
}
