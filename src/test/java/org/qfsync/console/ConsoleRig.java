package org.qfsync.console;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qfsync.TestPrograms;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Selection;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.schedule.NightSchedule;
import org.qfsync.testing.LoopbackPort;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** A daemon's program that serves the console, beside a sandbox whose users have consented. */
final class ConsoleRig implements AutoCloseable {
    static final String OPERATOR_PASSWORD = "correct horse battery staple";
    static final String READER_PASSWORD = "only looking";

    /** Cheap to check, as tests need it. */
    private static final BCryptPasswordEncoder HASHES = new BCryptPasswordEncoder(4);

    final Sandbox sandbox;
    final int port = LoopbackPort.free();
    private final Program program;

    private ConsoleRig(Path home, Sandbox sandbox, Map<String, String> settings) {
        this.sandbox = sandbox;
        Map<String, String> environment = new HashMap<>(TestPrograms.environment(sandbox, home));
        environment.put("QFSYNC_CONSOLE_PORT", String.valueOf(port));
        // It keeps a schedule that does not fire while tests look.
        environment.put("QFSYNC_SCHEDULE_CRON", "0 30 2 1 1 ? 2090");
        environment.putAll(settings);
        program = TestPrograms.start(environment);
        TestPrograms.importConsents(sandbox, program);
        program.get(NightSchedule.class).start();
        program.get(Console.class).start();
    }

    /** Where everyone is operator. */
    static ConsoleRig open(Path home, SandboxOptions options) {
        return new ConsoleRig(home, Sandbox.start(options), Map.of());
    }

    /** Where people sign in. */
    static ConsoleRig guarded(Path home, Map<String, String> settings) {
        return guarded(home, SandboxOptions.defaults().withUsers(2), settings);
    }

    /** The same beside that sandbox. */
    static ConsoleRig guarded(Path home, SandboxOptions options, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH", HASHES.encode(OPERATOR_PASSWORD));
        all.put("QFSYNC_CONSOLE_READER_PASSWORD_HASH", "{bcrypt}" + HASHES.encode(READER_PASSWORD));
        return new ConsoleRig(home, Sandbox.start(options), all);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    RunResult runTonight() {
        return program.get(Runs.class).run(RunRequest.tonight("a test's night"));
    }

    /** A further pass over everything, as complete as the first. */
    RunResult runEverythingAgain() {
        return program.get(Runs.class)
                .run(new RunRequest(
                        Optional.empty(), true, new Selection(Set.of(), Set.of(), true), "a test's further pass"));
    }

    <T> T get(Class<T> part) {
        return program.get(part);
    }

    @Override
    public void close() {
        program.close();
        sandbox.close();
    }
}
