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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * race WORKERS USERS = racing: so many threads renew the tokens of user-0, user-1 ... in any order, until it is told to
 *               stop; = token as above of each
 * stop          = stopped: no thread of the race is at it any more
 * clock SECONDS = clock: from now on its wall clock is so far ahead
 * hold PLACE    = holding: the next refresh comes to a stop for good there, be it before the claim is committed
 *               (claim), before the request is sent (post) or before the new tokens are committed (save)
 * lose          = losing: from the next answer of the server on its database is away
 * </pre>
 */
final class TokenProcessMain {
    /** The header that tells the server which process asks. */
    static final String PROCESS = "X-Process";

    private final Offset clock = new Offset();
    private final AtomicBoolean holdsBeforePost = new AtomicBoolean();
    private final AtomicBoolean holdsBeforeSave = new AtomicBoolean();
    private final AtomicBoolean losesDatabase = new AtomicBoolean();
    private final FaultyDataSource[] database = new FaultyDataSource[1];
    private final ProcessParts parts;
    private final TokenRace race;

    private TokenProcessMain(ProcessSettings settings, Database opened) {
        this.parts = new ProcessParts(settings, opened, clock, this::sleep, this::watched, this::wired);
        this.race = new TokenRace(parts.tokens(), TokenProcessMain::tell);
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
            tell(sub, parts.tokens().managerForStep().forUser(sub).current());
        } catch (SyncException e) {
            say("failed " + sub + " " + e.code());
        }
    }

    private static void tell(String sub, AccessToken token) {
        say("token " + sub + " " + token.generation() + " " + Fingerprint.of(token.value()));
    }

    private void obey(String command, String argument) {
        switch (command) {
            case "recover" -> say("recovered " + parts.tokens().vault().recoverAbandoned());
            case "clock" -> {
                clock.ahead = Duration.ofSeconds(Long.parseLong(argument));
                say("clock");
            }
            case "hold" -> hold(argument);
            case "lose" -> {
                losesDatabase.set(true);
                say("losing");
            }
            case "race" -> {
                String[] numbers = argument.split(" ", 2);
                race.start(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
                say("racing");
            }
            case "stop" -> {
                race.stop();
                say("stopped");
            }
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
            feign.Response response = plain.execute(signed(request), options);
            if (losesDatabase.get()) {
                database[0].takeDown();
            }
            if (holdsBeforeSave.get()) {
                database[0].beforeNextCommit(TokenProcessMain::forEver);
            }
            return response;
        };
    }

    /** The server can tell the processes apart. */
    private static feign.Request signed(feign.Request request) {
        Map<String, Collection<String>> headers = new HashMap<>(request.headers());
        headers.put(PROCESS, List.of(String.valueOf(ProcessHandle.current().pid())));
        return feign.Request.create(
                request.httpMethod(),
                request.url(),
                headers,
                request.body(),
                request.charset(),
                request.requestTemplate());
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
