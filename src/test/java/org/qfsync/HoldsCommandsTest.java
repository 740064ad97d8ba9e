package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.CommandSession.Typed;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.RowWriter;
import org.qfsync.store.Stamp;
import org.qfsync.testing.SampleTables;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an operator sees and types when a listing lacked too much to be believed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldsCommandsTest {
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3));
    private final List<String> subs = sandbox.subs().toList();
    private CommandSession session;

    @BeforeAll
    void oneNight(@TempDir Path folder) {
        session = CommandSession.at(sandbox, folder);
        session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
        assertThat(session.type("run").code()).isZero();
    }

    @AfterAll
    void close() {
        sandbox.close();
    }

    @Test
    void aHeldLossIsToldWithWhatToDoAndSettledByAnOperator() {
        with(program -> {
            store(program, subs.get(0), 300);
            store(program, subs.get(2), 80);
        });
        Typed run = session.type("run", "--again");
        assertThat(run.code()).as(run.all()).isZero();
        assertThat(run.out())
                .containsPattern("bookmarks .* 380 rows missing, but kept")
                .contains("kept until you decide (this does not spoil the verdict):")
                .contains("hold 1: 300 of 3", "rows of bookmarks (" + subs.get(0) + ")")
                .contains("qfsync holds accept NUMBER");

        Typed list = session.type("holds", "list");
        assertThat(list.out().lines()).hasSize(3);
        assertThat(list.out()).contains(subs.get(0), subs.get(2), "bookmarks", "open", "qfsync holds accept|reject 1");
        assertThat(session.type("holds", "list", "--format", "csv").out())
                .startsWith("hold,since,run,dataset,user,rows,of,state,todo");

        Typed unknown = session.type("holds", "accept", "1", "9");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no hold 9. See: qfsync holds list");
        assertThat(session.type("holds", "accept").code()).isEqualTo(2);

        assertThat(session.type("holds", "accept", "1").out()).contains("Hold 1: 300 rows of bookmarks removed.");
        Typed twice = session.type("holds", "reject", "1");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("Hold 1 is settled already: ACCEPTED.");
        assertThat(session.type("holds", "reject", "--all").out()).contains("Hold 2: 80 rows of bookmarks kept.");
        assertThat(session.type("holds", "accept", "--all").out()).contains("nothing to do");

        assertThat(session.type("run", "--again").out()).doesNotContain("kept until you decide");
        assertThat(session.type("holds", "list", "--all").out()).contains("accepted", "rejected");
        with(program -> {
            assertThat(stored(program, subs.get(0))).isZero();
            assertThat(stored(program, subs.get(2))).isEqualTo(80);
        });
        assertThat(session.type("audit", "--user", subs.get(0)).out())
                .contains("LOSS_ACCEPTED", "hold 1: 300 of 3")
                .doesNotContain("LOSS_REJECTED");
        assertThat(session.type("audit", "--user", subs.get(2)).out()).contains("LOSS_REJECTED");
    }

    /** Bookmarks that the service does not have. */
    private static void store(Program program, String sub, int count) {
        program.get(RowWriter.class)
                .upsert(
                        SampleTables.BOOKMARK,
                        IntStream.range(0, count)
                                .mapToObj(n -> SampleTables.BOOKMARK
                                        .row()
                                        .set("sub", sub)
                                        .set("id", "vanished" + n)
                                        .set("type", "ayah")
                                        .set("mushaf_id", 4)
                                        .build())
                                .toList(),
                        new Stamp(1, Instant.now()));
    }

    private static long stored(Program program, String sub) {
        return program.get(JdbcClient.class)
                .sql("SELECT COUNT(*) FROM qf.bookmark WHERE sub = ? AND id LIKE 'vanished%' AND deleted_at IS NULL")
                .param(sub)
                .query(Long.class)
                .single();
    }

    private void with(Consumer<Program> work) {
        try (Program program = TestPrograms.start(session.environment())) {
            work.accept(program);
        }
    }
}
