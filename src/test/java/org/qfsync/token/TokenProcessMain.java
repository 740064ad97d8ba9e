package org.qfsync.token;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.SyncException;
import org.qfsync.http.Sleeper;
import org.qfsync.store.Database;

/**
 * A process of its own that refreshes tokens, for tests that kill it. It obeys lines on its input and tells what happens
 * in lines that begin with {@code =}:
 *
 * <pre>
 * token SUB     = token SUB GENERATION FINGERPRINT, or = failed SUB CODE; = waiting while another process is at it
 * recover       = recovered NUMBER
 * clock SECONDS = clock: from now on its wall clock is so far ahead
 * hold PLACE    = holding: the next refresh comes to a stop for good there, be it before the claim is committed
 *               (claim), before the request is sent (post) or before the new tokens are committed (save)
 * </pre>
 */
final class TokenProcessMain {
    private final Offset clock = new Offset();
    private final AtomicBoolean holdsBeforePost = new AtomicBoolean();
    private final AtomicBoolean holdsBeforeSave = new AtomicBoolean();
    private final FaultyDataSource[] database = new FaultyDataSource[1];
    private final ProcessParts parts;

    private TokenProcessMain(ProcessSettings settings, Database opened) {
        this.parts = new ProcessParts(settings, opened, clock, this::sleep, this::watched, this::wired);
    }

    public static void main(String[] arguments) throws IOException {
        ProcessSettings settings = ProcessSettings.from(System.getenv());
        Database opened = Database.open(settings.database());
        TokenProcessMain process = new TokenProcessMain(settings, opened);
        ExecutorService workers = Executors.newCachedThreadPool();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            say("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("token")) {
                    workers.execute(() -> process.token(words[1]));
                } else {
                    process.obey(words[0], words.length > 1 ? words[1] : "");
                }
            }
        } finally {
            workers.shutdownNow();
            process.parts.close();
            opened.close();
        }
    }

    private void token(String sub) {
        try {
            AccessToken token = parts.tokens().managerForStep().forUser(sub).current();
            say("token " + sub + " " + token.generation() + " " + Fingerprint.of(token.value()));
        } catch (SyncException e) {
            say("failed " + sub + " " + e.code());
        }
    }

    private void obey(String command, String argument) {
        switch (command) {
            case "recover" -> say("recovered " + parts.tokens().vault().recoverAbandoned());
            case "clock" -> {
                clock.ahead = Duration.ofSeconds(Long.parseLong(argument));
                say("clock");
            }
            case "hold" -> hold(argument);
            default -> say("does not know " + command);
        }
    }

    private void hold(String place) {
        switch (place) {
            case "claim" -> database[0].beforeNextCommit(TokenProcessMain::forEver);
            case "post" -> holdsBeforePost.set(true);
            case "save" -> holdsBeforeSave.set(true);
            default -> throw new IllegalArgumentException(place);
        }
    }

    private DataSource watched(DataSource plain) {
        database[0] = new FaultyDataSource(plain);
        return database[0];
    }

    private feign.Client wired(feign.Client plain) {
        return (request, options) -> {
            if (holdsBeforePost.get()) {
                forEver();
            }
            feign.Response response = plain.execute(request, options);
            if (holdsBeforeSave.get()) {
                database[0].beforeNextCommit(TokenProcessMain::forEver);
            }
            return response;
        };
    }

    private void sleep(Duration wanted) throws InterruptedException {
        say("waiting");
        Sleeper.real().sleep(wanted);
    }

    private static void forEver() {
        say("holding");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println("= " + line);
            System.out.flush();
        }
    }

    /** A node's clock that is wrong. */
    private static final class Offset extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
