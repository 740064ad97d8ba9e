package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class OpenWorkOnPostgresTest extends OpenWorkContract {
    private static final int MORE_THAN_PARAMETERS = 70_000;

    @Override
    Database open() {
        return TestDatabase.postgres();
    }

    @Test
    void moreUsersAreRepeatedThanAStatementHasParameters() {
        long old = partial(NIGHT);
        partial(NIGHT.plusDays(1));
        jdbc.sql("""
                        INSERT INTO ops.user_grant
                            (client_id, sub, environment, state, generation, scopes, created_at, updated_at)
                        SELECT 'mine', 'u' || n, 'sandbox', 'ACTIVE', 1, 'note', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP
                        FROM GENERATE_SERIES(1, ?) AS n
                        """).param(MORE_THAN_PARAMETERS).update();
        jdbc.sql("""
                        INSERT INTO ops.user_run (run_id, sub, position, state, dataset)
                        SELECT ?, 'u' || n, n, 'FAILED', 'notes' FROM GENERATE_SERIES(1, ?) AS n
                        """).param(old).param(MORE_THAN_PARAMETERS).update();
        jdbc.sql("""
                        INSERT INTO ops.dataset_state (dataset, sub, run_id, outcome)
                        SELECT 'notes', 'u' || n, ?, 'FAILED' FROM GENERATE_SERIES(1, ?) AS n
                        """).param(old).param(MORE_THAN_PARAMETERS).update();
        jdbc.sql("ANALYZE").update();

        Run repeated =
                reruns.rerun(Rerun.ofFailed(Optional.of(old), "a test")).run().orElseThrow();

        assertThat(workList.count(repeated.id()).users()).isEqualTo(MORE_THAN_PARAMETERS);
        assertThat(jdbc.sql("SELECT COUNT(DISTINCT position) FROM ops.user_run WHERE run_id = ?")
                        .param(repeated.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(MORE_THAN_PARAMETERS);
    }
}
