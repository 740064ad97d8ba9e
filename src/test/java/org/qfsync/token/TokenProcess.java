package org.qfsync.token;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A child process in which a main class of the tests runs: spoken to by lines, and killed when closed. */
final class TokenProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    private TokenProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns at once: what is told to it meanwhile, it obeys as soon as it is up. */
    static TokenProcess start(Class<?> main, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // starts sooner, which is most of what these processes do
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new TokenProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void tell(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The process is gone; it said:\n" + output(), e);
        }
    }

    /** Waits until it has said a line that begins so, and returns what follows. */
    String await(String beginning) {
        Awaitility.await(beginning)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> said(beginning).isPresent() || !process.isAlive());
        return said(beginning)
                .orElseThrow(() -> new AssertionError(
                        "The process ended without saying \"" + beginning + "\"; it said:\n" + output()));
    }

    Optional<String> said(String beginning) {
        return output.stream()
                .filter(line -> line.startsWith("= " + beginning))
                .map(line -> line.substring(beginning.length() + 2).strip())
                .findFirst();
    }

    /** How many lines it said that begin so. */
    long times(String beginning) {
        return output.stream().filter(line -> line.startsWith("= " + beginning)).count();
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of a killed process", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** True if it said so since it began. */
    boolean hasSaid(String line) {
        return output.contains("= " + line);
    }

    /** What it said so far, its log included. */
    String output() {
        return String.join("\n", output);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("(its output broke off)");
        }
    }

    @Override
    public void close() {
        kill();
    }
}
