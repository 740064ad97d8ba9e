package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Backoff;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.testing.Scenario;
import org.slf4j.LoggerFactory;

/** A process that runs for months, while its client secret is replaced in the file that holds it. */
@Timeout(60)
class ClientSecretTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final TestTime time = TestTime.frozen();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ClientSecret.class);
    private final HttpTransport transport = HttpTransport.singleUse(
            DEADLINE, DEADLINE, DEADLINE, 64 * 1024, new RequestMeter(), new ServerClock(Clock.systemUTC()));

    @TempDir
    private Path folder;

    private ScriptedAuthServer server;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedAuthServer();
        file = Files.writeString(folder.resolve("secret"), "the old one\n");
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() throws IOException {
        logger.detachAppender(log);
        transport.close();
        server.close();
    }

    @Test
    void aSecretThatIsReplacedInItsFileIsUsedByTheNextRequest() throws IOException {
        ContentTokens tokens = tokens();
        assertThat(secretSentBy(tokens)).isEqualTo("the old one");

        Files.writeString(file, "the new one\n");

        assertThat(secretSentBy(tokens)).isEqualTo("the new one");
        assertThat(logged()).singleElement().asString().contains("was replaced").doesNotContain("the new one");
    }

    @Test
    void afterARefusalTheNextRequestUsesTheSecretThatIsThereByThen() throws IOException {
        ContentTokens tokens = tokens();
        server.answerOnce(ScriptedAuthServer.json(401, "{\"error\":\"invalid_client\"}"));
        assertThatExceptionOfType(SystemicException.class).isThrownBy(tokens::current);

        Files.writeString(file, "the new one");

        assertThat(secretSentBy(tokens)).isEqualTo("the new one");
    }

    @Test
    void aFileThatIsMovedIntoItsPlaceIsReadEvenIfItsTimeAndSizeAreTheSame() throws IOException {
        ContentTokens tokens = tokens();
        Path prepared = Files.writeString(folder.resolve("prepared"), "the new one\n");
        Files.setLastModifiedTime(prepared, Files.getLastModifiedTime(file));

        Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(secretSentBy(tokens)).isEqualTo("the new one");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "making a symbolic link needs a privilege there")
    void aSymbolicLinkThatIsSwitchedAsKubernetesDoesIsFollowed() throws IOException {
        Path one = Files.createDirectory(folder.resolve("..2026_10_04"));
        Path two = Files.createDirectory(folder.resolve("..2026_10_05"));
        Files.writeString(one.resolve("client-secret"), "the old one");
        Files.writeString(two.resolve("client-secret"), "the new one");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
        file = Files.createSymbolicLink(folder.resolve("client-secret"), Path.of("..data", "client-secret"));
        ContentTokens tokens = tokens();
        assertThat(secretSentBy(tokens)).isEqualTo("the old one");

        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), two.getFileName());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(secretSentBy(tokens)).isEqualTo("the new one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u0000gone", "\u0000folder", "\u0000no text"})
    void whileTheFileCannotBeReadTheLastGoodSecretStaysAndOneWarningSaysSo(String content) throws IOException {
        ContentTokens tokens = tokens();
        spoil(content);

        assertThat(secretSentBy(tokens)).isEqualTo("the old one");
        assertThat(secretSentBy(tokens)).isEqualTo("the old one");
        assertThat(logged())
                .singleElement()
                .asString()
                .contains(file.toString())
                .contains("stays in use");

        Files.deleteIfExists(file);
        Files.writeString(file, "the new one");
        assertThat(secretSentBy(tokens)).isEqualTo("the new one");
    }

    private void spoil(String content) throws IOException {
        if (content.startsWith("\u0000")) {
            Files.delete(file);
        }
        switch (content) {
            case "\u0000gone" -> assertThat(file).doesNotExist();
            case "\u0000folder" -> Files.createDirectory(file);
            case "\u0000no text" -> Files.write(file, new byte[] {'a', (byte) 0xff, 'b'});
            default -> Files.writeString(file, content);
        }
    }

    @Test
    @Scenario(4)
    void aReplacedSecretWithAwkwardCharactersIsTrimmedWithAWarningAndFormEncoded() throws IOException {
        ContentTokens tokens = tokens();
        Files.writeString(file, " a+b%c:\u00e9 d \r\n");

        assertThat(basicSentBy(tokens)).isEqualTo("my+client:a%2Bb%25c%3A%C3%A9+d");
        assertThat(logged())
                .anyMatch(line -> line.contains("surrounding whitespace was removed"))
                .noneMatch(line -> line.contains("a+b"));
    }

    @Test
    void aSecretThatDoesNotComeFromAFileStays() {
        Settings settings = settings(Map.of("QF_CLIENT_SECRET", "from the environment"));
        ContentTokens tokens = tokens(ClientProperties.from(settings, endpoints()));

        assertThat(secretSentBy(tokens)).isEqualTo("from the environment");
        assertThat(secretSentBy(tokens)).isEqualTo("from the environment");
    }

    private String secretSentBy(ContentTokens tokens) {
        String[] credentials = basicSentBy(tokens).split(":", 2);
        return URLDecoder.decode(credentials[1], StandardCharsets.UTF_8);
    }

    /** Of the newest request, made because the token before is over. */
    private String basicSentBy(ContentTokens tokens) {
        time.pass(Duration.ofHours(1));
        tokens.current();
        String header = String.valueOf(
                server.calls().get(server.calls().size() - 1).headers().get("authorization"));
        return new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8);
    }

    private ContentTokens tokens() {
        return tokens(ClientProperties.from(settings(Map.of("QF_CLIENT_SECRET_FILE", file.toString())), endpoints()));
    }

    private static Settings settings(Map<String, String> secret) {
        Map<String, String> environment = new HashMap<>(secret);
        environment.put("QF_CLIENT_ID", "my client");
        return new Settings(environment, new Properties());
    }

    private QfEndpoints endpoints() {
        return new QfEndpoints(QfEnvironment.SANDBOX, server.url(), server.url());
    }

    private ContentTokens tokens(ClientProperties client) {
        assertThat(client.secret()).map(Secret::reveal).isPresent();
        return new ContentTokens(
                new TokenClient(client, new ClientSecret(client), transport, time),
                Pace.unlimited(64),
                new ContentTokens.RetryPolicy(
                        1, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1)), wanted -> {}),
                ExpiryMargin.CONTENT,
                time,
                time);
    }

    private List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
