package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.KnownFailure;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

/** Shows what stands in {@code ops} to the tools that it is written for, and holds the runbook against the code. */
class OpsFilesTest {
    private static final Path OPS = Path.of("ops");
    private static final Path RUNBOOK = OPS.resolve("runbook");
    private static final Path RULES = OPS.resolve("prometheus/rules.yml");
    private static final Pattern METRIC = Pattern.compile("qfsync_[a-z_]+");
    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final Pattern CODE = Pattern.compile("\"([a-z]+(?:_[a-z]+)+)\"");

    /** Where the code names a failure: as it throws it, as it keeps the name, or as it judges an answer. */
    private static final List<Pattern> FAILURES = List.of(
            Pattern.compile("(?s)Exception\\(.{0,700}?\\);"),
            Pattern.compile("String [A-Z_]+ =\\s+\"[a-z]+(?:_[a-z]+)+\";"),
            Pattern.compile("(?:Refusal|unusable|refused|doubtful)\\([^;]{0,60}?\"[a-z]+(?:_[a-z]+)+\""));

    @TempDir
    Path folder;

    @Test
    void everyScriptPleasesShellcheck() throws Exception {
        List<String> command = Stream.concat(Stream.of("shellcheck"), scripts().map(Path::toString))
                .toList();
        assertThat(command).contains("ops/qfsync", ".ci/run");

        assertThat(tool("shellcheck", command)).isEqualTo(new Ended(0, ""));
    }

    @Test
    void prometheusReadsTheRulesAndEachAlertHasATest() throws Exception {
        Ended checked = tool("prometheus", List.of("promtool", "check", "rules", RULES.toString()));

        assertThat(checked.code()).as(checked.text()).isZero();
        String tests = Files.readString(OPS.resolve("prometheus/rules_test.yml"));
        assertThat(alerts()).allSatisfy(alert -> assertThat(tests).contains("alertname: " + alert + "\n"));
    }

    /** A day of minutes for each of twenty tests takes three quarters of a minute. */
    @Test
    @Tag("deep")
    void theAlertsFireWhenTheyShould() throws Exception {
        Ended tested = tool("prometheus", List.of("promtool", "test", "rules", "ops/prometheus/rules_test.yml"));
        assertThat(tested.code()).as(tested.text()).isZero();
    }

    @Test
    void prometheusReadsTheExampleOfAScrape() throws Exception {
        Ended checked = tool(
                "prometheus", List.of("promtool", "check", "config", "--syntax-only", "ops/prometheus/scrape.yml"));

        assertThat(checked.code()).as(checked.text()).isZero();
    }

    @Test
    void systemdAcceptsTheUnitsAndFindsThemHardened() throws Exception {
        for (String unit : List.of("qfsync.service", "qfsync.timer", "qfsync-daemon.service")) {
            String text = Files.readString(OPS.resolve("systemd").resolve(unit));
            Files.writeString(
                    folder.resolve(unit),
                    text.replace("/opt/qfsync", Path.of("").toAbsolutePath().toString()));
        }
        for (String unit : List.of("qfsync.service", "qfsync.timer", "qfsync-daemon.service")) {
            Ended verified = tool(
                    "systemd",
                    List.of(
                            "systemd-analyze",
                            "verify",
                            "--man=no",
                            folder.resolve(unit).toString()));
            assertThat(verified).as(unit).isEqualTo(new Ended(0, ""));
        }
        for (String unit : List.of("qfsync.service", "qfsync-daemon.service")) {
            Ended judged = tool(
                    "systemd",
                    List.of(
                            "systemd-analyze",
                            "security",
                            "--offline=true",
                            "--threshold=20",
                            folder.resolve(unit).toString()));
            assertThat(judged.code()).as(judged.text()).isZero();
        }
    }

    /** As PostgreSQL's image does at the first start, and an administrator who changes the passwords. */
    @Test
    void psqlMakesTheDatabaseOfComposeAndQfsyncWorksInIt() throws Exception {
        DatabaseProperties administrator = TestDatabase.postgresProperties();
        Path made = Files.writeString(
                folder.resolve("database.sql"),
                Files.readString(OPS.resolve("container/initdb/database.sql"))
                        .replace("/run/secrets/", folder + "/")
                        .replace("/opt/qfsync/", Path.of("").toAbsolutePath() + "/"));
        List<String> psql = List.of(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--dbname=" + administrator.url().replaceFirst("^jdbc:", "") + "?user=" + administrator.user(),
                "--file=" + made);

        Files.writeString(folder.resolve("db-password"), "of qfsync's\n");
        assertThat(tool("postgresql-client", psql)).satisfies(failed -> {
            assertThat(failed.code()).isEqualTo(3);
            assertThat(failed.text()).contains("query-password is empty").doesNotContain("of qfsync's");
        });
        Files.writeString(folder.resolve("query-password"), "of its \\queries\n");
        assertThat(tool("postgresql-client", psql)).isEqualTo(new Ended(0, ""));

        TestDatabase.prepared(new DatabaseProperties(administrator.url(), "qfsync_app", "of qfsync's"))
                .close();
        try (Connection query = DriverManager.getConnection(administrator.url(), "qfsync_query", "of its \\queries");
                Statement asked = query.createStatement()) {
            assertThat(asked.execute("SELECT * FROM analytics.dim_user")).isTrue();
            try (ResultSet timeout = asked.executeQuery("SHOW statement_timeout")) {
                assertThat(timeout.next()).isTrue();
                assertThat(timeout.getString(1)).isEqualTo("1min");
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> asked.execute("SELECT * FROM ops.user_grant"))
                    .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
        }
        assertThat(tool("postgresql-client", psql)).isEqualTo(new Ended(0, ""));
    }

    @Test
    void logrotateEmptiesALogThatIsWrittenOnAndKeepsWhatStoodInIt() throws Exception {
        Path log = Files.writeString(folder.resolve("run.log"), "the first night\n");
        Path rules = Files.writeString(
                folder.resolve("rules"),
                Files.readString(OPS.resolve("logrotate/qfsync"))
                        .replace("/var/log/qfsync/", folder + "/")
                        .replace("su qfsync qfsync", ""));
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-r--r--"));
        try (OutputStream writer = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
            Ended rotated = tool(
                    "logrotate",
                    List.of(
                            "logrotate",
                            "--force",
                            "--state",
                            folder.resolve("state").toString(),
                            rules.toString()));
            assertThat(rotated).isEqualTo(new Ended(0, ""));
            writer.write("the second night\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(log).hasContent("the second night");
        assertThat(folder.resolve("run.log.1")).hasContent("the first night");
    }

    @Test
    void everyAlertHasItsPageAndEveryPageOfAnAlertItsAlert() throws IOException {
        String rules = Files.readString(RULES);
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(RUNBOOK.resolve(alert + ".md")).content().contains("## Meaning", "## Check", "## Repair");
            assertThat(rules).contains("runbook_url: /opt/qfsync/ops/runbook/" + alert + ".md\n");
        });
        assertThat(pages().map(page -> page.getFileName().toString().replace(".md", "")))
                .filteredOn(page -> page.startsWith("Qfsync"))
                .containsExactlyInAnyOrderElementsOf(alerts());
    }

    @Test
    void everyCodeOfAFailureIsInTheRunbookOnce() throws IOException {
        Set<String> codes = Arrays.stream(KnownFailure.values())
                .flatMap(row -> row.codes().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        codes.addAll(codesOfSources());
        // A column of a dataset, which looks like one.
        codes.remove("foot_notes");
        assertThat(codes).contains("internal_error", "database_away", "keyset_mismatch", "invalid_grant");

        List<String> told = pages().flatMap(page -> lines(page)
                        .dropWhile(line -> !line.startsWith("Codes:"))
                        .takeWhile(line -> !line.isEmpty()))
                .flatMap(line -> Pattern.compile("`([a-z_0-9]+)`")
                        .matcher(line)
                        .results()
                        .map(code -> code.group(1)))
                .toList();
        assertThat(told).containsAll(codes).doesNotHaveDuplicates();
        String index = Files.readString(RUNBOOK.resolve("README.md"));
        assertThat(told).allSatisfy(code -> assertThat(index).contains("| `" + code + "` | ["));
    }

    @Test
    void rulesAndDashboardUseMetricsThatAreThere() throws IOException {
        Set<String> there = METRIC.matcher(Files.readString(OPS.resolve("metrics.md")))
                .results()
                .map(metric -> metric.group())
                .collect(Collectors.toSet());
        for (Path file : List.of(RULES, OPS.resolve("grafana/dashboard.json"))) {
            assertThat(METRIC.matcher(Files.readString(file))
                            .results()
                            .map(metric -> metric.group().replaceFirst("_(bucket|count|sum)$", "")))
                    .as(file.toString())
                    .isNotEmpty()
                    .isSubsetOf(there);
        }
    }

    private static Set<String> codesOfSources() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/org/qfsync"))) {
            return sources.filter(source -> source.toString().endsWith(".java"))
                    .filter(source -> !source.toString().contains("/sandbox/"))
                    .map(source -> lines(source).collect(Collectors.joining("\n")))
                    .flatMap(source -> FAILURES.stream()
                            .flatMap(failure -> failure.matcher(source).results()))
                    .flatMap(failure -> CODE.matcher(failure.group()).results())
                    .map(code -> code.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> alerts() throws IOException {
        return ALERT.matcher(Files.readString(RULES))
                .results()
                .map(alert -> alert.group(1))
                .toList();
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(RUNBOOK)) {
            return files.filter(file -> !file.endsWith("README.md")).toList().stream();
        }
    }

    private static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(OPS)) {
            return Stream.concat(files.filter(Files::isRegularFile).toList().stream(), Stream.of(Path.of(".ci/run")))
                    .filter(file -> !file.toString().endsWith(".png"))
                    .filter(file -> lines(file).findFirst().orElse("").startsWith("#!"));
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it, or skips the test where it is not installed. */
    private static Ended tool(String debianPackage, List<String> command) throws IOException, InterruptedException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, command.get(0))));
        assumeTrue(
                installed,
                () -> command.get(0) + " is not installed: apt-get install " + debianPackage + " (Debian's package)");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    private record Ended(int code, String text) {}
}
