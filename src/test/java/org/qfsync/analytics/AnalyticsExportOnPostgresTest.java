package org.qfsync.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;
import org.qfsync.testing.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnalyticsExportOnPostgresTest extends AnalyticsExportContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Test
    void anAccountThatReadsAnalyticsAloneWritesAnExportThatNamesItsRun(@TempDir Path folder) throws Exception {
        owner().execute(Files.readString(Path.of("sql", "roles.sql")));
        owner().execute("CREATE ROLE export_of_analytics LOGIN PASSWORD 'made-by-hand' IN ROLE qf_analyst");
        ReaderAccount analyst = ReaderAccount.open(
                database(),
                folder,
                new ReaderProperties(Optional.of("export_of_analytics"), "made-by-hand", Duration.ofSeconds(5)));

        new AnalyticsExport(database(), () -> analyst, Clock.systemUTC())
                .write(folder.resolve("to"), ExportFormat.CSV, false, Set.of("dim_user"));

        JsonNode manifest = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("to").resolve("manifest.json")));
        assertThat(manifest.path("run").path("night").asString()).isEqualTo("2026-10-04");
    }
}
