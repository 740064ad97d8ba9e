package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SystemicException;
import org.qfsync.testing.TestDatabase;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/** The file mode of H2, with a second process that is real. */
class H2FileTest {
    private static final String READY = "ready";

    @TempDir
    private Path folder;

    /** The second process: owns the database, has one row in it made durable, and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws IOException {
            Clock clock = Clock.fixed(Instant.parse("2026-10-01T02:30:00Z"), ZoneOffset.UTC);
            Database database =
                    Database.open(TestDatabase.h2FileProperties(Path.of(args[0])), "the run of 2026-10-01", clock);
            database.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZoneOffset.UTC, clock);
            new JdbcTemplate(database.dataSource())
                    .update("INSERT INTO qf.app_user (sub, first_seen_at) VALUES ('amal', CURRENT_TIMESTAMP)");
            database.flushDurably();
            System.out.println(READY);
            System.in.read();
        }
    }

    /** A process that writes until its file cannot grow any more, and then does what a failed transaction does. */
    static final class Filler {
        static final String DONE = "refused: not at all";
        static final String REFUSED =
                "refused: The database was closed, because its file could not be written: File too large";

        private Filler() {}

        public static void main(String[] args) throws SQLException {
            Database database = Database.open(TestDatabase.h2FileProperties(Path.of(args[0])));
            try (Connection writing = database.dataSource().getConnection();
                    Connection flushing = database.dataSource().getConnection()) {
                fill(writing, flushing);
                print(() -> flushing.setAutoCommit(false));
                print(() -> execute(flushing, "SELECT COUNT(*) FROM filling"));
                print(flushing::rollback);
                print(() -> flushing.setAutoCommit(true));
                print(() -> execute(writing, "SELECT COUNT(*) FROM filling"));
                print(() -> database.dataSource().getConnection().close());
            }
            database.close();
            System.out.println("closed");
        }

        private static void fill(Connection writing, Connection flushing) throws SQLException {
            execute(writing, "CREATE TABLE filling (content VARCHAR NOT NULL)");
            writing.setAutoCommit(false);
            try {
                while (true) {
                    execute(writing, "INSERT INTO filling SELECT RANDOM_UUID() FROM SYSTEM_RANGE(1, 50)");
                    writing.commit();
                    execute(flushing, "CHECKPOINT SYNC");
                }
            } catch (SQLException e) {
                System.out.println("full: " + NestedExceptionUtils.getMostSpecificCause(e));
            }
        }

        private static void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private static void print(Work work) {
            try {
                work.run();
                System.out.println(DONE);
            } catch (SQLException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }

        private interface Work {
            void run() throws SQLException;
        }
    }

    /** H2 would let it look for a version of its data for ever. */
    @Test
    void aFileThatCannotGrowIsGivenUpAndNobodyHangsInIt() throws Exception {
        Path output = folder.resolve("output");
        Process filler = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "ulimit -f 1000 && exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filler.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = filler.waitFor(30, TimeUnit.SECONDS);
            assertThat(ended).as(Files.readString(output)).isTrue();
            assertThat(Files.readAllLines(output))
                    .filteredOn(line -> line.startsWith("refused: "))
                    .hasSize(6)
                    .contains(Filler.REFUSED)
                    .doesNotContain(Filler.DONE);
            assertThat(Files.readString(output)).endsWith("closed\n");
        } finally {
            filler.destroyForcibly().waitFor();
        }

        try (Database database = Database.open(TestDatabase.h2FileProperties(folder))) {
            assertThat(new JdbcTemplate(database.dataSource())
                            .queryForObject("SELECT COUNT(*) FROM filling", Integer.class))
                    .isPositive();
        }
    }

    @Test
    void rowsPassTheirChecksAfterTheConnectionThatMadeTheSchemaIsGone() {
        DatabaseProperties one =
                new DatabaseProperties(TestDatabase.h2FileProperties(folder).url(), "qfsync", "", 1);
        try (Database database = Database.open(one)) {
            database.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZoneOffset.UTC, Clock.systemUTC());
            int inserted = new JdbcTemplate(database.dataSource())
                    .update("INSERT INTO ops.run (night, pass, kind, started_at)"
                            + " VALUES (DATE '2026-10-01', 1, 'FULL', CURRENT_TIMESTAMP)");
            assertThat(inserted).isEqualTo(1);
        }
    }

    @Test
    void aSecondProcessIsToldWhoHasTheFileAndAKilledOneLeavesItWhole() throws Exception {
        Process owner = startOwner();
        try {
            assertThatExceptionOfType(DatabaseInUseException.class)
                    .isThrownBy(() -> Database.open(TestDatabase.h2FileProperties(folder)))
                    .withMessageContainingAll(
                            folder.resolve("sandbox.mv.db").toString(),
                            "process " + owner.pid(),
                            "since 2026-10-01T02:30:00Z",
                            "the run of 2026-10-01",
                            "PostgreSQL");
        } finally {
            owner.destroyForcibly().waitFor();
        }

        try (Database database = TestDatabase.h2File(folder)) {
            assertThat(new JdbcTemplate(database.dataSource())
                            .queryForList("SELECT sub FROM qf.app_user", String.class))
                    .containsExactly("amal");
        }
    }

    private Process startOwner() throws IOException {
        Process owner = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = owner.inputReader();
        String line = output.readLine();
        while (line != null && !line.equals(READY)) {
            line = output.readLine();
        }
        assertThat(line).as("the second process started").isEqualTo(READY);
        return owner;
    }

    @Test
    void databaseAndNoteAreForTheirOwnerOnlyAndTheNoteGoesWithTheOwner() throws IOException {
        Path note = folder.resolve("sandbox.owner.json");
        try (Database database = TestDatabase.h2File(folder)) {
            assertThat(database.dialect()).isEqualTo(Dialect.H2);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("sandbox.mv.db"))))
                    .isEqualTo("rw-------");
        }
        assertThat(note).doesNotExist();
    }

    @Test
    void aWrongPasswordIsExplainedWithoutShowingIt() {
        TestDatabase.h2File(folder).close();
        DatabaseProperties good = TestDatabase.h2FileProperties(folder);

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> Database.open(new DatabaseProperties(good.url(), good.user(), "canary-s3cret")))
                .satisfies(e -> {
                    assertThat(e).hasMessageContaining("cannot be opened as user \"qfsync\"");
                    assertThat(e.code()).isEqualTo("database_unreachable");
                    assertThat(e.getMessage()).doesNotContain("canary");
                });
    }
}
