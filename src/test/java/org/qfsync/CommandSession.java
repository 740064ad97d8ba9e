package org.qfsync;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.qfsync.cli.Cli;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.Screen;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.testing.TestDatabase;

/** Types commands in this process, and keeps what they print. */
final class CommandSession {
    private final Map<String, String> environment = new HashMap<>();

    CommandSession(Path home) {
        environment.put("QFSYNC_HOME", home.toString());
        environment.put("QFSYNC_CONSOLE_PORT", "off");
    }

    /** Pointed at that sandbox, with no pace to keep; the schema of its H2 file stands. */
    static CommandSession at(Sandbox sandbox, Path home) {
        TestDatabase.h2FileWithSchema(home);
        return new CommandSession(home)
                .with("QF_CLIENT_ID", sandbox.clientId())
                .with("QF_CLIENT_SECRET", sandbox.clientSecret())
                .with("QF_AUTH_BASE_URL", sandbox.baseUrl().toString())
                .with("QF_API_BASE_URL", sandbox.baseUrl().toString())
                .with("QFSYNC_API_REQUESTS_PER_SECOND", "0")
                .with("QFSYNC_CONTENT_RESOURCES", "articles:123")
                .with("QFSYNC_CONTENT_LANGUAGES", "none")
                .with("QFSYNC_API_BACKOFF_BASE", "10ms");
    }

    CommandSession with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CommandSession without(String variable) {
        environment.remove(variable);
        return this;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    Typed type(String... args) {
        return type(new OrderlyStop(), "", args);
    }

    Typed typeWithInput(String input, String... args) {
        return type(new OrderlyStop(), input, args);
    }

    Typed type(OrderlyStop stop, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        byte[] in = input.getBytes(StandardCharsets.UTF_8);
        int code = type(stop, new Screen(new ByteArrayInputStream(in), out, err, false, false), args);
        return new Typed(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    int type(OrderlyStop stop, Screen screen, String... args) {
        Clock clock = Clock.systemUTC();
        Cli cli = new Cli(new SpringProgramLauncher(environment, clock), screen, stop, environment, clock);
        return stop.during(() -> cli.execute(args));
    }

    /** What a command left behind. */
    record Typed(int code, String out, String err) {
        String all() {
            return out + err;
        }
    }
}
