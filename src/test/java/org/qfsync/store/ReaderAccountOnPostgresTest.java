package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SystemicException;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;

class ReaderAccountOnPostgresTest extends ReaderAccountContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    String allowWritesInSession() {
        return "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE";
    }

    @Override
    String endlessQuery() {
        return "SELECT pg_sleep(300)";
    }

    @Override
    boolean knowsRightsByColumn() {
        return true;
    }

    @Override
    void grantWholeSchema(String schema, String user) {
        new JdbcTemplate(database().dataSource())
                .execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + user);
    }

    @Test
    void anOwnerWithoutTheRightToMakeUsersIsToldWhatToDo() {
        DatabaseProperties properties = TestDatabase.postgresProperties();
        String name = properties.url().replaceFirst(".*/", "");
        try (Database superuser = Database.open(properties)) {
            JdbcTemplate jdbc = new JdbcTemplate(superuser.dataSource());
            jdbc.execute("CREATE ROLE plain_" + name + " LOGIN PASSWORD 'plain'");
            jdbc.execute("GRANT CREATE ON DATABASE " + name + " TO plain_" + name);
        }
        try (Database plain = Database.open(new DatabaseProperties(properties.url(), "plain_" + name, "plain"))) {
            plain.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZoneOffset.UTC, Clock.systemUTC());

            assertThatExceptionOfType(SystemicException.class)
                    .isThrownBy(() -> ReaderAccount.open(plain, home(), ReaderProperties.defaults()))
                    .satisfies(
                            e -> assertThat(e.hint()).contains("CREATE ROLE qfsync_reader_", "QFSYNC_DB_READER_USER"));
        }
    }
}
