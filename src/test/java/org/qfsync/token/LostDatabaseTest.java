package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.LossyProxy;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.StoppablePostgres;

/** A real database server that goes away, or whose answer is lost, just when a process must save what was rotated. */
class LostDatabaseTest extends TokenProcessRig {
    @SuppressWarnings("NullAway.Init") // started before any test
    private StoppablePostgres postgres;

    @Override
    DatabaseProperties database(Path folder) {
        try {
            postgres = StoppablePostgres.start(folder.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return postgres.database();
    }

    @AfterAll
    void stopPostgres() throws IOException {
        postgres.close();
    }

    /** How long the database is waited for is a matter of the lease. */
    @BeforeEach
    void waitShortly() {
        shortenLease();
    }

    @Test
    @Scenario(25)
    void aDatabaseThatIsDownAtTheSaveMakesASpillThatTheNextStartImports() throws IOException {
        spillByAStop();
        assertThat(spillFiles()).singleElement().asString().endsWith(".spill");

        postgres.startAgain();
        assertThat(grant("a").state()).isEqualTo(GrantState.REFRESHING);
        int recovered = here(tokens -> tokens.vault().recoverAbandoned());
        assertThat(recovered).isEqualTo(1);

        assertThat(spillFiles()).isEmpty();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(tokenHere("a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    /** The file that it could not write whole, say because the disk was full, stops no process that finds it. */
    @Test
    @Scenario(26)
    void aSpillThatWasTruncatedIsRejectedAndReportedAndEveryStartSucceeds() throws IOException {
        server.rotation.allowGrace();
        spillByAStop();
        postgres.startAgain();
        Path spill = spillFiles().get(0);
        byte[] whole = Files.readAllBytes(spill);
        Files.write(spill, Arrays.copyOf(whole, whole.length / 2));

        for (int start = 1; start <= 2; start++) {
            try (TokenProcess restarted = process()) {
                restarted.tell("recover");
                restarted.await("recovered");
                assertThat(restarted.output().contains("Rejected the spill file"))
                        .as("reported once: start %s", start)
                        .isEqualTo(start == 1);
            }
        }
        assertThat(spillFiles()).singleElement().asString().endsWith(".rejected");
        endLease("a");
        assertThat(tokenHere("a").generation()).as("recovered as a doubt").isEqualTo(1);
    }

    @Test
    @Scenario(27)
    void aCommitWhoseAcknowledgementIsLostIsReadAgainAndSeenAsSuccess() throws IOException {
        consented("a");
        try (LossyProxy proxy = new LossyProxy(postgresPort());
                TokenProcess process = process(through(proxy))) {
            server.answerOnce((call, out) -> {
                proxy.loseNextAcknowledgement();
                server.strict(call, out);
            });
            process.tell("token a");

            assertThat(process.await("token a")).startsWith("1 ");
            assertThat(proxy.lost()).isEqualTo(1);
        }
        assertThat(spillFiles()).isEmpty();
        assertThat(grant("a").generation()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(server.posts()).isEqualTo(1);
    }

    /** What this process does is what its child does: refresh while the server is being stopped. */
    private void spillByAStop() {
        consented("a");
        try (TokenProcess process = process()) {
            server.answerOnce((call, out) -> {
                postgres.stop();
                server.strict(call, out);
            });
            process.tell("token a");
            assertThat(process.await("failed a")).isEqualTo("database_away");
        }
    }

    private ProcessSettings through(LossyProxy proxy) {
        DatabaseProperties direct = settings.database();
        // Without server-side statements: the proxy knows a commit by its name.
        String url = direct.url().replace(":" + postgresPort() + "/", ":" + proxy.port() + "/") + "?prepareThreshold=0";
        return new ProcessSettings(
                new DatabaseProperties(url, direct.user(), direct.password()),
                settings.server(),
                settings.home(),
                settings.lease(),
                settings.deadline());
    }

    private int postgresPort() {
        String url = settings.database().url();
        return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
    }

    private List<Path> spillFiles() throws IOException {
        Path folder = home.resolve("spill");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
