package org.qfsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Database;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.Holds;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.StringNode;

class DriftInTheSummaryTest {
    private static final Stamp FIRST = new Stamp(1, Instant.parse("2026-10-01T02:30:00Z"));
    private static final Stamp SECOND = new Stamp(2, Instant.parse("2026-10-02T02:30:00Z"));

    @TempDir
    private Path folder;

    private Database database;
    private SchemaDrift drift;
    private RunReports reports;

    @BeforeEach
    void open() {
        database = TestDatabase.h2File(folder);
        drift = new SchemaDrift(database);
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        reports = new RunReports(jdbc, new DatasetStates(database), new Holds(database));
        for (Stamp stamp : List.of(FIRST, SECOND)) {
            OffsetDateTime at = stamp.at().atOffset(ZoneOffset.UTC);
            jdbc.sql("""
                            INSERT INTO ops.run (run_id, night, pass, kind, verdict, started_at, ended_at)
                            VALUES (:id, :night, 1, 'FULL', 'COMPLETED', :at, :at)
                            """)
                    .param("id", stamp.runId())
                    .param("night", at.toLocalDate())
                    .param("at", at)
                    .update();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatTheRunMetIsToldInWordsAndWhatIsNewIsSo() {
        new UnknownFields(drift, FIRST).extra(Dataset.BOOKMARKS, Map.of("colour", StringNode.valueOf("secret wish")));
        drift.flush();
        UnknownFields tonight = new UnknownFields(drift, SECOND);
        tonight.extra(Dataset.BOOKMARKS, Map.of("colour", StringNode.valueOf("another wish")));
        tonight.unknownWord(Dataset.BOOKMARKS, "type", StringNode.valueOf("hizb"));
        drift.flush();

        assertThat(summary(2))
                .contains("Not known to this version")
                .contains("bookmarks: new word hizb in type, stored as it came, new")
                .contains("bookmarks: new field colour (string), kept in extra, since 2026-10-01")
                .doesNotContain("wish");
        assertThat(summary(1)).doesNotContain("Not known to this version");
    }

    private String summary(long run) {
        RunReport report = reports.find(run).orElseThrow();
        return String.join("\n", RunSummary.lines(report, ConsentNotes.none()));
    }
}
