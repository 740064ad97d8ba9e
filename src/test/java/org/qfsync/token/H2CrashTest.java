package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is on disk at the moment when an access token is handed out: all that a killed process leaves behind. */
class H2CrashTest extends TokenRig {
    @TempDir
    private Path crashed;

    H2CrashTest() {
        super(TestDatabase::h2File);
    }

    @Test
    @Scenario(28)
    void anH2FileThatIsKilledRightAfterTheSaveKeepsTheRotatedToken() throws Exception {
        consented("a");
        AccessToken token = current(tokens, "a");
        takeTheFileAsItIs();

        try (Database found = TestDatabase.h2File(crashed)) {
            assertThat(rows(found, "ACTIVE", token.generation())).isEqualTo(1);
        }
    }

    @Test
    void anH2FileThatIsKilledDuringTheRequestKnowsOfTheClaim() throws Exception {
        consented("a");
        server.answerOnce((call, out) -> {
            takeTheFileAsItIs();
            server.strict(call, out);
        });
        assertThat(catchThrowable(() -> current(tokens, "a"))).isNull();

        try (Database found = TestDatabase.h2File(crashed)) {
            assertThat(rows(found, "REFRESHING", 0)).isEqualTo(1);
        }
    }

    @Test
    void anH2FileThatIsKilledIsNeverBehindWhatItsHomeRemembers() throws Exception {
        tokens.custody().begin();
        takeTheFileAsItIs();

        try (Database found = TestDatabase.h2File(crashed)) {
            long epoch = JdbcClient.create(found.dataSource())
                    .sql("SELECT COALESCE(custody_epoch, 0) FROM ops.deployment")
                    .query(Long.class)
                    .single();
            assertThat(new CustodyFile(properties(LEASE).custodyFile()).read())
                    .hasValueSatisfying(
                            mark -> assertThat(mark.epoch()).isPositive().isLessThanOrEqualTo(epoch));
        }
    }

    private void takeTheFileAsItIs() throws java.io.IOException {
        Path file = Path.of(opened().location().replace("jdbc:h2:file:", "") + ".mv.db");
        Files.copy(file, crashed.resolve("sandbox.mv.db"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static long rows(Database database, String state, long generation) {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT COUNT(*) FROM ops.user_grant WHERE state = ? AND generation = ?")
                .params(state, generation)
                .query(Long.class)
                .single();
    }
}
