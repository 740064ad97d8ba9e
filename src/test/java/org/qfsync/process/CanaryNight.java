package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qfsync.TestPrograms;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.CanaryScan;
import org.qfsync.testing.WireTap;

/**
 * The program in real processes, at the most talkative log level, through a night in which everything that can go wrong
 * repeats what was sent. Keeps what the processes showed, and knows every secret that went over the wire.
 */
final class CanaryNight implements AutoCloseable {
    static final int USERS = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern VISIT = Pattern.compile("(?m)^(http://127\\.0\\.0\\.1:\\d+/oauth2/auth\\?\\S+)$");

    private final Path home;
    private final Sandbox sandbox;
    private final WireTap tap;
    private final Map<String, String> environment;
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final List<String> imported;
    private final Map<String, String> furtherSecrets = new LinkedHashMap<>();
    private final Path clientSecretFile;

    /** @param database settings of an empty database; none for the H2 file in the home folder */
    CanaryNight(Path folder, Map<String, String> database) throws IOException {
        this.home = folder.resolve("home");
        this.sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(USERS));
        this.tap = new WireTap(sandbox.baseUrl());
        this.imported = sandbox.consentLines().toList();
        // Beside the home, not in it: there it may stand in the clear.
        this.clientSecretFile = Files.writeString(folder.resolve("client-secret"), sandbox.clientSecret());
        this.environment = new LinkedHashMap<>(TestPrograms.environment(sandbox, home));
        environment.remove("QF_CLIENT_SECRET");
        environment.put("QF_CLIENT_SECRET_FILE", clientSecretFile.toString());
        environment.put("QF_AUTH_BASE_URL", tap.url().toString());
        environment.put("QF_API_BASE_URL", tap.url().toString());
        environment.put("QFSYNC_LOG_LEVEL", "TRACE");
        environment.put("QFSYNC_API_CONCURRENCY", "1");
        // The shortest: who is in doubt is waited for so long.
        environment.put("QFSYNC_TOKEN_DEADLINE", "5s");
        environment.put("QFSYNC_TOKEN_LEASE", "10s");
        environment.put("QFSYNC_API_MAX_ATTEMPTS", "3");
        environment.put("QFSYNC_API_BACKOFF_BASE", "1ms");
        environment.put("QFSYNC_API_BACKOFF_MAX", "2ms");
        environment.putAll(database);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Path home() {
        return home;
    }

    /** Everything that servers can do wrong, from now on. */
    EchoingServer spoilAnswers() {
        EchoingServer server = new EchoingServer();
        tap.spoilBy(server);
        return server;
    }

    /** Consents, good and malformed ones, each with a token in it. */
    void importConsents() throws IOException {
        Stream<String> bad = imported.stream().flatMap(CanaryNight::malformed);
        String lines = Stream.concat(bad, imported.stream()).collect(Collectors.joining("\n"));
        try (QfsyncProcess process = start("users", "import", "-")) {
            process.type(lines);
            process.endInput();
            assertThat(ended("users import", process)).isEqualTo(3);
        }
        assertThat(shown.get("what users import printed"))
                .contains(imported.size() + " grants stored")
                .contains("refused: not a JSON object");
    }

    private static Stream<String> malformed(String line) {
        return Stream.of(
                line.substring(0, line.length() - 3),
                line.replace(
                        "{",
                        "{\"obtained_at\":" + line.substring(line.indexOf("\"ory_"), line.indexOf("ory_") + 30)
                                + "\","),
                line.replace("\"refresh_token\"", "\"refresh_token\":7,\"x\""),
                "[" + line + "]",
                line.replace("\"sub\":", "\"sub\":["),
                line.replaceFirst(".*(ory_rt_[^\"]+).*", "$1"));
    }

    /** A command that is typed, whatever comes of it. */
    int type(String... arguments) throws IOException {
        return type(Map.of(), arguments);
    }

    int type(Map<String, String> settings, String... arguments) throws IOException {
        try (QfsyncProcess process = start(settings, arguments)) {
            process.endInput();
            return ended(String.join(" ", arguments), process);
        }
    }

    /** One user consents in a browser, and pastes the address that it came back to. */
    int login(String sub) throws IOException {
        int port = freePort();
        URI redirectUri = URI.create("http://127.0.0.1:" + port + "/callback");
        sandbox.registerRedirectUri(redirectUri);
        try (QfsyncProcess process = start("users", "login", "--no-browser", "--redirect-port", "" + port)) {
            await().atMost(PATIENCE)
                    .until(() -> !process.isAlive()
                            || VISIT.matcher(process.output()).find());
            Matcher visit = VISIT.matcher(process.output());
            assertThat(visit.find()).as(process.output()).isTrue();
            URI cameBackTo = sandbox.approve(URI.create(visit.group(1)), sub);
            process.type("http://127.0.0.1/not-the-address?"
                    + cameBackTo.getRawQuery().replace("state=", "state=x"));
            process.type(cameBackTo.toString());
            return ended("users login of " + sub, process);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private QfsyncProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** Starts a process for the caller to end; what the operating system shows of it is kept. */
    QfsyncProcess start(Map<String, String> settings, String... arguments) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(settings);
        QfsyncProcess process = QfsyncProcess.start(all, arguments);
        shown.merge("the arguments and the environment of processes", process.seenByTheSystem(), String::concat);
        return process;
    }

    /** Waits for its end, and keeps what it printed. */
    int ended(String name, QfsyncProcess process) {
        int code = process.exitCode();
        shown.merge("what " + name + " printed", process.output(), String::concat);
        return code;
    }

    String shownBy(String name) {
        return shown.getOrDefault("what " + name + " printed", "");
    }

    /** Something else that the program left behind. */
    void show(String name, String text) {
        shown.merge(name, text, String::concat);
    }

    /** Every secret that was seen anywhere so far. */
    CanaryScan scan() {
        CanaryScan scan = new CanaryScan().add("the client secret", sandbox.clientSecret());
        imported.forEach(line ->
                scan.add("an imported refresh token", line.replaceFirst(".*\"refresh_token\":\"([^\"]+)\".*", "$1")));
        tap.secrets().forEach((secret, name) -> scan.add(name, secret));
        furtherSecrets.forEach((secret, name) -> scan.add(name, secret));
        return scan;
    }

    /** From now on this is searched for as well. */
    void knows(String name, String secret) {
        furtherSecrets.put(secret, name);
    }

    Path clientSecretFile() {
        return clientSecretFile;
    }

    /** What kinds of secrets went by. */
    Set<String> kinds() {
        return new LinkedHashSet<>(tap.secrets().values());
    }

    /** Everything that is found in all that the processes showed and left behind. */
    List<String> found(CanaryScan scan) {
        List<String> found = new ArrayList<>(scan.inFilesOf(home));
        shown.forEach((place, text) -> found.addAll(scan.in(place, text)));
        return found;
    }

    @Override
    public void close() {
        tap.close();
        sandbox.close();
    }
}
