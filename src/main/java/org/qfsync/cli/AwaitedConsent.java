package org.qfsync.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.qfsync.consent.AuthorizationResponse;
import org.qfsync.consent.LoopbackListener;

/**
 * Waits for what the browser brings back from one login: to a port of this machine, or by hand on standard input,
 * whichever comes first.
 */
final class AwaitedConsent implements AutoCloseable {
    private final Screen screen;
    private final String state;
    private final CompletableFuture<Optional<AuthorizationResponse>> answer = new CompletableFuture<>();
    private @Nullable LoopbackListener listener;

    AwaitedConsent(Screen screen, String state) {
        this.screen = screen;
        this.state = state;
    }

    /** Listens where the browser comes back to, until closed. */
    void listenAt(URI redirectUri) throws IOException {
        listener = LoopbackListener.open(redirectUri, state, response -> answer.complete(Optional.of(response)));
    }

    /** Reads addresses from standard input until one belongs to this login. */
    void acceptPasted() {
        Thread reader = new Thread(this::readPasted, "pasted-address");
        reader.setDaemon(true);
        reader.start();
    }

    private void readPasted() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(screen.in(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !answer.isDone(); line = lines.readLine()) {
                Optional<AuthorizationResponse> response = AuthorizationResponse.ofAddress(line)
                        .filter(given -> given.state().equals(state));
                if (response.isPresent()) {
                    answer.complete(response);
                } else if (!line.isBlank()) {
                    screen.err()
                            .println("That is not the address that this login came back to. Paste the whole of it:");
                }
            }
        } catch (IOException e) {
            screen.err().println("Standard input cannot be read.");
        }
    }

    /** Ends the wait without an answer. */
    void stop() {
        answer.complete(Optional.empty());
    }

    /**
     * What came back.
     *
     * @return empty if it was stopped
     * @throws TimeoutException if nothing came in time
     */
    Optional<AuthorizationResponse> await(Duration patience) throws TimeoutException, InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the wait has no failure of its own", e);
        }
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
    }
}
