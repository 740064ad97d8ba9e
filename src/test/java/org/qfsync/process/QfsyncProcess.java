package org.qfsync.process;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real child process that runs one command of qfsync. Killed when closed. */
final class QfsyncProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path output;

    private QfsyncProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it with these environment variables and no others that concern it. */
    static QfsyncProcess start(Map<String, String> environment, String... arguments) {
        return start(List.of(), environment, arguments);
    }

    /** The same where no file may grow beyond so many KiB: what a write beyond meets is an error of the system's own. */
    static QfsyncProcess startCramped(int kib, Map<String, String> environment, String... arguments) {
        return start(List.of("bash", "-c", "ulimit -f " + kib + " && exec \"$@\"", "bash"), environment, arguments);
    }

    private static QfsyncProcess start(List<String> before, Map<String, String> environment, String... arguments) {
        try {
            Path output = Files.createTempFile("qfsync-", ".out");
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // starts sooner, which is most of what these processes do
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    classPath(),
                    "org.qfsync.Qfsync"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("QF"));
            builder.environment().putAll(environment);
            return new QfsyncProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ours without the test classes, whose log settings would win. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** SIGTERM; returns at once. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** A line for its standard input. */
    void type(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("It reads no more; it said:\n" + output(), e);
        }
    }

    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Arguments and environment, as every user of a machine, or its owner, can see them while it lives. */
    String seenByTheSystem() {
        Path entry = Path.of("/proc", String.valueOf(pid()));
        if (!Files.isDirectory(entry)) {
            return process.info().commandLine().orElse("");
        }
        await().until(() -> !isAlive() || read(entry.resolve("cmdline")).contains("org.qfsync.Qfsync"));
        return read(entry.resolve("cmdline")) + read(entry.resolve("environ"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It may have ended meanwhile.
            return "";
        }
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("The process does not end; it said:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the process", e);
        }
    }

    /** What it wrote so far, to either stream. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            kill();
        }
        Files.deleteIfExists(output);
    }
}
