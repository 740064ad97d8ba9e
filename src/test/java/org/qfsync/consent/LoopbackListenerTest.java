package org.qfsync.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.domain.Secret;

@Timeout(30)
class LoopbackListenerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AuthorizationResponse> arrived = new CopyOnWriteArrayList<>();
    private final URI redirectUri;
    private LoopbackListener listener;

    @SuppressWarnings("NullAway.Init")
    LoopbackListenerTest() throws IOException {
        redirectUri = URI.create("http://127.0.0.1:" + freePort() + "/callback");
    }

    @BeforeEach
    void open() throws IOException {
        listener = LoopbackListener.open(redirectUri, "s1", arrived::add);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void theAnswerOfThisLoginArrivesOnceAndThePageIsPlain() throws Exception {
        HttpResponse<String> page = get("/callback?code=c1&state=s1");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("You can close this window").doesNotContain("c1", "s1", "<script");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        await().until(() -> !arrived.isEmpty());
        assertThat(arrived)
                .extracting(AuthorizationResponse::code)
                .containsExactly(java.util.Optional.of(new Secret("c1")));

        assertThat(get("/callback?code=c2&state=s1").statusCode()).isEqualTo(400);
        assertThat(arrived).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/callback?code=c1&state=s2, 400",
        "/callback?code=c1, 400",
        "/callback, 400",
        "/callback?error=access_denied&state=s2, 400",
        "/callback/?code=c1&state=s1, 404",
        "/callback/more?code=c1&state=s1, 404",
        "/favicon.ico, 404"
    })
    void whatDoesNotBelongToThisLoginIsRefusedAndTheWaitGoesOn(String address, int status) throws Exception {
        assertThat(get(address).statusCode()).isEqualTo(status);
        assertThat(arrived).isEmpty();

        assertThat(get("/callback?code=c1&state=s1").statusCode()).isEqualTo(200);
        await().until(() -> arrived.size() == 1);
    }

    @Test
    void onlyABrowsersVisitCounts() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(redirectUri.resolve("/callback?code=c1&state=s1"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(arrived).isEmpty();
    }

    @Test
    void aNoArrivesToo() throws Exception {
        assertThat(get("/callback?error=access_denied&state=s1").body()).contains("No consent was given");
        await().until(() -> !arrived.isEmpty());
        assertThat(arrived)
                .extracting(AuthorizationResponse::error)
                .containsExactly(java.util.Optional.of("access_denied"));
    }

    @Test
    void aPortHasOneListenerAndIsFreeAfterwards() throws Exception {
        assertThatIOException().isThrownBy(() -> LoopbackListener.open(redirectUri, "s2", arrived::add));
        listener.close();

        assertThatIOException().isThrownBy(() -> get("/callback?code=c1&state=s1"));
        listener = LoopbackListener.open(redirectUri, "s2", arrived::add);
        assertThat(get("/callback?code=c1&state=s2").statusCode()).isEqualTo(200);
    }

    @Test
    void onlyLoopbackIsListenedAt() {
        assertThat(LoopbackListener.canListenAt(URI.create("http://127.0.0.1:8765/callback")))
                .isTrue();
        assertThat(LoopbackListener.canListenAt(URI.create("http://[::1]:8765/")))
                .isTrue();
        assertThat(LoopbackListener.canListenAt(URI.create("https://127.0.0.1/callback")))
                .isFalse();
        assertThat(LoopbackListener.canListenAt(URI.create("https://app.example/callback")))
                .isFalse();
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(redirectUri.resolve(address)).build(), BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
