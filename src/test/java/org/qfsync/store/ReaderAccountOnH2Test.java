package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;

class ReaderAccountOnH2Test extends ReaderAccountContract {
    @TempDir
    private Path folder;

    @Override
    Database freshDatabase() {
        return TestDatabase.h2File(folder);
    }

    @Override
    String allowWritesInSession() {
        return "SELECT 1";
    }

    @Override
    String endlessQuery() {
        return "SELECT SUM(a.x * b.x) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b";
    }

    @Override
    boolean knowsRightsByColumn() {
        return false;
    }

    @Override
    void grantWholeSchema(String schema, String user) {
        new JdbcTemplate(database().dataSource()).execute("GRANT SELECT ON SCHEMA " + schema + " TO " + user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) FROM qf.note",
                "SELECT COUNT(*) FROM ops.change_event",
                "SELECT zone FROM ops.deployment",
                "SELECT FILE_READ('/etc/hostname')",
                "SELECT FILE_WRITE('x', '/tmp/x')",
                "SELECT * FROM CSVREAD('/etc/hostname')",
                "CALL CSVWRITE('/tmp/x', 'SELECT 1')",
                "SCRIPT",
                "BACKUP TO '/tmp/x.zip'",
                "RUNSCRIPT FROM '/tmp/x'",
                "CREATE ALIAS mine FOR 'java.lang.System.exit'",
                "CREATE LINKED TABLE mine('', 'jdbc:h2:mem:', '', '', 'x')",
                "CREATE USER mine PASSWORD 'x'",
                "GRANT SELECT ON qf.note TO PUBLIC",
                "CREATE SCHEMA mine",
                "SHUTDOWN",
            })
    void whatReachesBeyondTheViewsIsRefused(String statement) throws SQLException {
        try (Connection connection = reader().connect();
                Statement sql = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> sql.execute(statement))
                    .extracting(SQLException::getErrorCode)
                    .isIn(ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1, ErrorCode.ADMIN_RIGHTS_REQUIRED);
        }
    }
}
