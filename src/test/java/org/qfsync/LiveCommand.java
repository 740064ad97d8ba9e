package org.qfsync;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qfsync.CommandSession.Typed;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.Screen;

/** A command that runs while the test reads what it says and answers. */
final class LiveCommand implements AutoCloseable {
    private final OrderlyStop stop = new OrderlyStop();
    private final PipedOutputStream in = new PipedOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> code;

    LiveCommand(CommandSession session, String... args) throws IOException {
        Screen screen = new Screen(new PipedInputStream(in), out, err, false, false);
        this.code = CompletableFuture.supplyAsync(() -> session.type(stop, screen, args));
    }

    /** Waits until it has said something like that, and returns the first group. */
    String said(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> code.isDone() || wanted.matcher(all()).find());
        Matcher found = wanted.matcher(all());
        if (!found.find()) {
            throw new AssertionError("It never said " + pattern + " but: " + all());
        }
        return found.group(1);
    }

    /** Types a line. */
    void enter(String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Ctrl-C. */
    void interrupt() {
        stop.request();
    }

    /** Waits for its end. */
    Typed end() throws Exception {
        int ended = code.get(30, TimeUnit.SECONDS);
        return new Typed(ended, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String all() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        stop.request();
        in.close();
    }
}
