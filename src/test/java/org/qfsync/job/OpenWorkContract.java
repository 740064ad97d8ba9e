package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.domain.Verdict;
import org.qfsync.job.RunResult.End;
import org.qfsync.store.Database;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a run left open, told from its books alone, on either database. */
abstract class OpenWorkContract {
    static final LocalDate NIGHT = LocalDate.of(2026, 3, 1);

    private Database database;
    JdbcClient jdbc;
    RunRepository runs;
    WorkList workList;
    OpenWork openWork;
    Reruns reruns;

    abstract Database open();

    @BeforeEach
    void prepare() {
        database = open();
        jdbc = JdbcClient.create(database.dataSource());
        runs = new RunRepository(jdbc, Clock.systemUTC(), "test");
        workList = new WorkList(jdbc, Clock.systemUTC());
        openWork = new OpenWork(jdbc);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        reruns = new Reruns(runs, workList, openWork, new Subsets(runs, workList, transaction, "mine"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aUserIsFoundByEachDatasetThatFailed() {
        long night = partial(NIGHT);
        result(night, "a", "FAILED", Dataset.BOOKMARKS);
        result(night, "b", "FAILED", Dataset.COLLECTIONS);
        state("a", Dataset.BOOKMARKS, "FAILED");
        state("a", Dataset.NOTES, "FAILED");
        state("b", Dataset.COLLECTIONS, "FAILED");

        Run notes = rerun(night, Dataset.NOTES).run().orElseThrow();
        assertThat(notes.selection().users()).containsExactly("a");
        assertThat(notes.selection().only()).containsExactly(Dataset.NOTES);
        assertThat(workList.users(notes.id())).containsExactly("a");

        state("a", Dataset.NOTES, "SYNCED");
        assertThat(rerun(night, Dataset.NOTES).otherwise().map(RunResult::end)).hasValue(End.NOTHING_TO_DO);
        assertThat(rerun(night, Dataset.BOOKMARKS)
                        .run()
                        .orElseThrow()
                        .selection()
                        .users())
                .containsExactly("a");
    }

    @Test
    void whoWasSyncedTogetherWithContentIsNoLongerOpen() {
        long night = partial(NIGHT);
        result(night, "a", "FAILED", null);
        result(night, "b", "FAILED", null);
        EnumSet<Dataset> all = EnumSet.copyOf(Selection.of(true));
        all.add(Dataset.RUKUS);

        done("a", new Selection(all, Set.of("a"), true));
        done("b", new Selection(Set.of(Dataset.RUKUS, Dataset.NOTES), Set.of("b"), false));

        assertThat(openWork.users(night)).extracting(OpenWork.OpenUser::sub).containsExactly("b");
        Run rest = runs.create(NIGHT, runs.nextPass(NIGHT), RunKind.OPEN_REST, Selection.all());
        assertThat(workList.writeOpenRest(rest.id(), night)).isEqualTo(1);
        assertThat(workList.users(rest.id())).containsExactly("b");
    }

    @Test
    void aSelectionIsReadBackAsItWasWrittenButForWhoTheUsersAre() {
        EnumSet<Dataset> mixed = EnumSet.copyOf(Selection.of(true));
        mixed.add(Dataset.RUKUS);
        String text = SelectionText.of(new Selection(mixed, Set.of("a", "b"), true));

        assertThat(text).isEqualTo("datasets: users, rukus; users: 2; full");
        assertThat(SelectionText.read(text)).isEqualTo(new Selection(mixed, Set.of(), true));
    }

    Reruns.Plan rerun(long run, Dataset... datasets) {
        return reruns.rerun(
                new Rerun(Optional.of(run), Optional.empty(), Set.of(datasets), Set.of(), Optional.empty(), "a test"));
    }

    long partial(LocalDate night) {
        Run run = runs.create(night, runs.nextPass(night), RunKind.FULL, Selection.all());
        runs.end(run.id(), Verdict.PARTIAL, null, 0, 0);
        return run.id();
    }

    private void done(String sub, Selection selection) {
        Run run = runs.create(NIGHT, runs.nextPass(NIGHT), RunKind.SUBSET, selection);
        result(run.id(), sub, "DONE", null);
    }

    private void result(long run, String sub, String state, @Nullable Dataset dataset) {
        if (jdbc.sql("SELECT sub FROM ops.grant_status WHERE sub = ?")
                .param(sub)
                .query(String.class)
                .list()
                .isEmpty()) {
            jdbc.sql("""
                            INSERT INTO ops.user_grant
                                (client_id, sub, environment, state, generation, scopes, created_at, updated_at)
                            VALUES ('mine', ?, 'sandbox', 'ACTIVE', 1, 'note', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
                            """).param(sub).update();
        }
        jdbc.sql("INSERT INTO ops.user_run (run_id, sub, position, state, dataset) VALUES (?, ?, 1, ?, ?)")
                .param(run)
                .param(sub)
                .param(state)
                .param(dataset == null ? null : dataset.id())
                .update();
    }

    private void state(String sub, Dataset dataset, String outcome) {
        jdbc.sql("DELETE FROM ops.dataset_state WHERE sub = ? AND dataset = ?")
                .param(sub)
                .param(dataset.id())
                .update();
        jdbc.sql("INSERT INTO ops.dataset_state (dataset, sub, run_id, outcome) VALUES (?, ?, 1, ?)")
                .param(dataset.id())
                .param(sub)
                .param(outcome)
                .update();
    }
}
