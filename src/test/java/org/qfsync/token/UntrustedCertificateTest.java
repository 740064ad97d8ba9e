package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.testing.TestDatabase;

/** A server that speaks TLS but cannot prove who it is gets nothing from us. */
class UntrustedCertificateTest extends TokenRig {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final AtomicInteger requests = new AtomicInteger();
    private HttpsServer impostor;
    private Tokens towardsImpostor;

    @SuppressWarnings("NullAway.Init")
    UntrustedCertificateTest() {
        super(TestDatabase::h2File);
    }

    @BeforeAll
    void startImpostor(@TempDir Path folder) throws Exception {
        impostor = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        impostor.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("keys.p12"))));
        impostor.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        impostor.start();
    }

    @BeforeEach
    void speakToImpostor() {
        URI url = URI.create("https://127.0.0.1:" + impostor.getAddress().getPort());
        towardsImpostor = process(
                new ClientProperties(
                        new QfEndpoints(QfEnvironment.SANDBOX, url, url),
                        CLIENT,
                        ClientType.CONFIDENTIAL,
                        Optional.of(new Secret(SECRET))),
                LEASE,
                time,
                time);
    }

    @AfterAll
    void stopImpostor() {
        impostor.stop(0);
    }

    @Test
    void aRefreshIsNeverSentToItAndTheGrantStaysAsItIs() {
        String refreshToken = consented("a");

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> current(towardsImpostor, "a"))
                .withMessageContaining("tls_failed")
                .withMessageContaining("certificate")
                .satisfies(e -> assertThat(e.code()).isEqualTo("tls_failed"));

        assertThat(requests).hasValue(0);
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(grant("a").standing(time.instant())).isEqualTo(GrantState.BACKING_OFF);
        assertThat(storedRefreshToken("a")).isEqualTo(refreshToken);
    }

    @Test
    void theClientSecretIsNeverSentToItAndTheMessageSaysWhatToDo() {
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> towardsImpostor.content().current())
                .satisfies(e -> assertThat(e.code()).isEqualTo("tls_failed"))
                .satisfies(e -> assertThat(e.hint()).contains("trust store", "cannot be switched off"));
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> towardsImpostor.issuer().discover())
                .withMessageContaining("certificate")
                .satisfies(e -> assertThat(e.code()).isEqualTo("tls_failed"));

        assertThat(requests).hasValue(0);
    }

    private static SSLContext selfSigned(Path keys) throws IOException, GeneralSecurityException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "self",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(keys.resolveSibling("keytool.out").toFile())
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
