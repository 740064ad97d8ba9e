package org.qfsync.process;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.TestPrograms;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A home with its database, pointed at a sandbox: commands run on it as processes, tests look into it in between. */
final class Deployed {
    private static final List<String> TABLES =
            List.of("qf.chapter", "qf.verse", "qf.app_user", "qf.collection", "qf.collection_item", "qf.bookmark");

    /** When and by which run a row was stored. The hash goes with the data, which is compared itself. */
    private static final List<String> LEFT_OUT =
            List.of("first_seen_at", "changed_at", "last_synced_at", "run_id", "content_hash");

    private final Map<String, String> environment;

    private Deployed(Map<String, String> environment) {
        this.environment = environment;
    }

    /** With all consents of the sandbox imported. */
    static Deployed with(Sandbox sandbox, Path home, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(TestPrograms.environment(sandbox, home));
        environment.putAll(settings);
        Deployed deployed = new Deployed(environment);
        deployed.program(program -> {
            TestPrograms.importConsents(sandbox, program);
            return program;
        });
        return deployed;
    }

    QfsyncProcess run(String... arguments) {
        return QfsyncProcess.start(environment, arguments.length == 0 ? new String[] {"run"} : arguments);
    }

    /** A command where no file may grow beyond so many KiB. */
    QfsyncProcess runCramped(int kib, String... arguments) {
        return QfsyncProcess.startCramped(kib, environment, arguments);
    }

    /** An undisturbed run in this JVM. */
    RunResult runHere() {
        return program(program -> program.get(Runs.class).run(RunRequest.tonight("an undisturbed run")));
    }

    private <T> T program(Function<Program, T> use) {
        try (Program program = TestPrograms.start(environment)) {
            return use.apply(program);
        }
    }

    /** One column of all rows. No process may be at work if it is an H2 file. */
    List<String> query(String sql) {
        return look(jdbc -> jdbc.sql(sql).query(String.class).list());
    }

    /** Everything that is stored for analysts, by table, in a form that two deployments can be compared by. */
    Map<String, List<String>> stored() {
        return look(jdbc -> TABLES.stream()
                .collect(Collectors.toMap(table -> table, table -> rows(jdbc, table), (a, b) -> a, TreeMap::new)));
    }

    private <T> T look(Function<JdbcClient, T> question) {
        Path home = Path.of(environment.get("QFSYNC_HOME"));
        Settings settings = new Settings(environment, new Properties());
        try (Database database = Database.open(DatabaseProperties.from(settings, QfEnvironment.SANDBOX, home))) {
            return question.apply(JdbcClient.create(database.dataSource()));
        }
    }

    private static List<String> rows(JdbcClient jdbc, String table) {
        return jdbc.sql("SELECT * FROM " + table).query().listOfRows().stream()
                .map(Deployed::comparable)
                .sorted()
                .toList();
    }

    private static String comparable(Map<String, Object> row) {
        Map<String, String> columns = new TreeMap<>();
        row.forEach((name, value) -> columns.put(name.toLowerCase(Locale.ROOT), text(value)));
        columns.computeIfPresent("deleted_at", (name, value) -> value.equals("null") ? "live" : "deleted");
        columns.keySet().removeAll(LEFT_OUT);
        return columns.toString();
    }

    /** The two databases' drivers give moments in types of their own. */
    private static String text(@Nullable Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().toString();
        }
        return value instanceof Timestamp moment ? moment.toInstant().toString() : String.valueOf(value);
    }
}
