package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class PatientPoolTest {
    /** Each try takes a second. */
    private int tries;

    private @Nullable SQLException failure;
    private boolean closed;

    private final PatientPool pool = new PatientPool(
            () -> {
                if (closed) {
                    throw new SQLNonTransientConnectionException("closed");
                }
            },
            new AbstractDataSource() {
                @Override
                public Connection getConnection() throws SQLException {
                    tries++;
                    if (failure != null) {
                        throw failure;
                    }
                    return DriverManager.getConnection("jdbc:h2:mem:");
                }

                @Override
                public Connection getConnection(String user, String password) throws SQLException {
                    return getConnection();
                }
            },
            () -> {},
            Duration.ofSeconds(10),
            () -> Duration.ofSeconds(tries).toNanos());

    @Test
    void onlyTheFirstToFindTheServerAwayWaitsLong() throws SQLException {
        failure = away();
        assertTries(10);
        assertTries(1);
        assertTries(1);

        failure = null;
        pool.getConnection().close();
        failure = away();
        assertTries(10);
    }

    @Test
    void nobodyWaitsForWhatWillNotComeBack() {
        failure = away();
        closed = true;
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLNonTransientConnectionException.class);
        assertThat(tries).isZero();
    }

    @Test
    void whoWaitsForAConnectionThatIsInUseIsAsPatientAsEver() {
        failure = new SQLTransientConnectionException("timed out, all in use");
        assertTries(10);
        assertTries(10);
    }

    @Test
    void anotherErrorIsNotWaitedFor() {
        failure = new SQLException("the pool is closed");
        assertTries(1);
    }

    private void assertTries(int expected) {
        int before = tries;
        assertThatThrownBy(pool::getConnection).isSameAs(failure);
        assertThat(tries - before).isEqualTo(expected);
    }

    private static SQLException away() {
        return new SQLTransientConnectionException("timed out", new SQLException("nobody listens"));
    }
}
