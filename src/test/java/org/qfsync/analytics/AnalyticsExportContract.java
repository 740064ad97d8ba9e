package org.qfsync.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an export leaves behind, from either database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnalyticsExportContract {
    private static final String SAMPLE = """
            CREATE VIEW analytics.sample AS
            SELECT CAST(n AS INTEGER) AS small, CAST(n AS BIGINT) * 10000000000 AS large, CAST(n AS DOUBLE PRECISION) / 4 AS share,
                n = 1 AS is_one, CAST('2026-10-04' AS DATE) AS read_on,
                CAST('2026-10-04 02:30:00.123456+02:00' AS TIMESTAMP WITH TIME ZONE) AS moment,
                CAST('2026-10-04 02:30:00' AS TIMESTAMP) AS clock,
                CASE WHEN n = 3 THEN NULL ELSE 'آية' END AS words
            FROM (VALUES (1), (2), (3)) v (n)""";

    @TempDir
    private Path place;

    private Database database;
    private JdbcTemplate owner;
    private ReaderAccount account;
    private AnalyticsExport export;

    abstract Database freshDatabase(Path folder);

    @BeforeAll
    void open(@TempDir Path folder) {
        database = freshDatabase(folder);
        owner = new JdbcTemplate(database.dataSource());
        owner.execute(SAMPLE);
        owner.execute(
                "CREATE VIEW analytics.whole AS SELECT large, share, words FROM analytics.sample WHERE small < 3");
        owner.execute("CREATE VIEW analytics.broken AS SELECT 1 / (n - 2) AS x FROM (VALUES (1), (2)) v (n)");
        owner.execute("CREATE VIEW analytics.seen AS SELECT sub FROM qf.app_user");
        owner.update("INSERT INTO ops.run (night, pass, kind, verdict, started_at, ended_at) VALUES"
                + " (DATE '2026-10-04', 1, 'FULL', 'COMPLETED', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
        account = ReaderAccount.open(database, folder, ReaderProperties.defaults());
        export = new AnalyticsExport(database, () -> account, Clock.systemUTC());
    }

    Database database() {
        return database;
    }

    JdbcTemplate owner() {
        return owner;
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void aParquetFileHoldsTypedColumnsAndEveryRow() throws IOException {
        Path to = place.resolve("parquet");

        export.write(to, ExportFormat.PARQUET, false, Set.of("sample", "whole"));

        MessageType schema = ParquetReader.readMetadata(
                        to.resolve("sample.parquet").toFile())
                .getFileMetaData()
                .getSchema();
        assertThat(schema.toString()).isEqualToNormalizingWhitespace("""
                message sample {
                  optional int32 small; optional int64 large; optional double share; optional boolean is_one;
                  optional int32 read_on (DATE);
                  optional int64 moment (TIMESTAMP(MICROS,true));
                  optional int64 clock (TIMESTAMP(MICROS,false));
                  optional binary words (STRING);
                }""");
        assertThat(ParquetReader.readMetadata(to.resolve("sample.parquet").toFile())
                        .getBlocks())
                .singleElement()
                .satisfies(block -> {
                    assertThat(block.getRowCount()).isEqualTo(3);
                    assertThat(block.getColumns().get(7).getStatistics().getNumNulls())
                            .isEqualTo(1);
                });
        try (Stream<String[]> rows =
                ParquetReader.streamContentToStrings(to.resolve("whole.parquet").toFile())) {
            assertThat(rows.map(row -> String.join(" ", row)))
                    .containsExactly(
                            "large=10000000000 share=0.25 words=\u0622\u064a\u0629",
                            "large=20000000000 share=0.5 words=\u0622\u064a\u0629");
        }
    }

    @Test
    void theManifestSaysWhatIsInTheFilesAndThatTheyArePersonal() throws Exception {
        Path to = place.resolve("manifest");

        List<ExportedFile> files = export.write(to, ExportFormat.CSV, false, Set.of("sample", "content_freshness"));

        JsonNode manifest = JsonMapper.shared().readTree(Files.readString(to.resolve("manifest.json")));
        assertThat(files).extracting(ExportedFile::name).containsExactly("content_freshness.csv", "sample.csv");
        assertThat(manifest.path("run").path("night").asString()).isEqualTo("2026-10-04");
        assertThat(manifest.path("run").path("verdict").asString()).isEqualTo("COMPLETED");
        assertThat(manifest.path("format").asString()).isEqualTo("csv");
        assertThat(manifest.path("environment").asString()).isEqualTo("sandbox");
        assertThat(manifest.path("attribution").asString()).contains("Quran Foundation");
        assertThat(manifest.path("privacy").asString()).contains("pseudonymous");
        JsonNode sample = manifest.path("files").get(1);
        assertThat(sample.path("rows").asInt()).isEqualTo(3);
        assertThat(sample.path("columns").get(5).path("name").asString()).isEqualTo("moment");
        assertThat(sample.path("columns").get(5).path("type").asString()).isEqualTo("timestamp");
        assertThat(manifest.path("files")
                        .get(0)
                        .path("columns")
                        .get(0)
                        .path("description")
                        .asString())
                .contains("ops.dataset_state");
        byte[] bytes = Files.readAllBytes(to.resolve("sample.csv"));
        assertThat(sample.path("sha256").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(Files.readString(to.resolve("sample.csv")))
                .startsWith("small,large,share,is_one,read_on,moment,clock,words\r\n"
                        + "1,10000000000,0.25,true,2026-10-04,2026-10-04T00:30:00.123456Z,2026-10-04T02:30,\u0622");
        try (Stream<Path> written = Files.list(to)) {
            assertThat(written)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aFolderThatIsNotEmptyIsLeftAloneAndOverwritingRemovesTheEarlierExportAlone() throws IOException {
        Path to = place.resolve("again");
        export.write(to, ExportFormat.CSV, false, Set.of("sample", "seen"));
        Files.writeString(to.resolve("notebook.ipynb"), "mine");

        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> export.write(to, ExportFormat.PARQUET, false, Set.of()))
                .withMessageContaining("is not empty; name a new one, or say --overwrite");
        export.write(to, ExportFormat.PARQUET, true, Set.of("sample"));

        try (Stream<Path> files = Files.list(to)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("notebook.ipynb", "sample.parquet", "manifest.json");
        }
    }

    @Test
    void anExportThatBreaksOffHasNoManifestAndSaysSo() throws IOException {
        Path to = place.resolve("broken");
        export.write(to, ExportFormat.CSV, false, Set.of("sample"));

        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> export.write(to, ExportFormat.CSV, true, Set.of("broken", "sample")))
                .withMessageMatching("(?i)The export broke off: .*division by zero.*no manifest.json.*--overwrite");

        assertThat(names(to)).containsExactly(".unfinished.json");
    }

    @Test
    void whatAKilledExportLeftIsTakenAwayByTheNext() throws IOException {
        Path to = place.resolve("killed");
        ExportFolder killed = ExportFolder.at(to, false);
        killed.begin(List.of("sample.csv", "seen.csv", "../outside.csv"));
        Files.writeString(killed.unfinished("seen.csv"), "half of it");
        Files.writeString(to.resolve("sample.csv"), "of before");
        Files.writeString(place.resolve("outside.csv"), "mine");
        Files.writeString(to.resolve("notes.csv"), "mine");

        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> export.write(to, ExportFormat.PARQUET, false, Set.of("whole")));
        export.write(to, ExportFormat.PARQUET, true, Set.of("whole"));

        assertThat(names(to)).containsExactlyInAnyOrder("notes.csv", "whole.parquet", "manifest.json");
        assertThat(place.resolve("outside.csv")).exists();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    void aViewThatIsNotThereIsAnsweredWithTheNearest() {
        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> export.write(place.resolve("none"), ExportFormat.CSV, false, Set.of("smaple")))
                .withMessage("There is no view analytics.smaple; did you mean sample?");
        assertThat(place.resolve("none")).doesNotExist();
    }

    @Test
    void allFilesAreOfTheMomentAtWhichTheExportBegan() throws Exception {
        try (Connection connection = account.connect()) {
            ExportSnapshot snapshot = ExportSnapshot.of(connection, database.dialect());
            owner.update("INSERT INTO qf.app_user (sub, first_seen_at) VALUES ('late', CURRENT_TIMESTAMP)");
            try {
                Path file = Files.createFile(place.resolve("seen.csv"));
                assertThat(snapshot.write("seen", file, ExportFormat.CSV).rows())
                        .isZero();
            } finally {
                connection.rollback();
                owner.update("DELETE FROM qf.app_user");
            }
        }
    }
}
