package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.RunResult.End;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxContent;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.SettableClock;

/** Content Sync as part of whole nights, against the sandbox, on whichever database. */
abstract class ContentSyncNightContract {
    private static final String DEFAULT = "translations:20;tafsirs:169;recitations:7";
    private static final String MUCH =
            "articles:*;recitations:*;tafsirs:16,169;translations:20,131,950;" + "word_by_word_translations:*";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private Sandbox sandbox = Sandbox.start(options(42));
    private Map<String, String> settings = Map.of();

    /** A new, empty database. */
    abstract DatabaseProperties database(Path folder);

    private SandboxOptions options(long seed) {
        return SandboxOptions.defaults()
                .withUsers(0)
                .withSeed(seed)
                .withContent(SandboxContent.brief())
                .withClock(clock)
                .withServerTimeSkew(Duration.ofMillis(1));
    }

    @BeforeEach
    void configure() {
        settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private NightBench program(String resources) {
        return NightBench.start(
                sandbox,
                settings,
                Map.of("QFSYNC_CONTENT_RESOURCES", resources, "QFSYNC_CONTENT_PER_PAGE", "9"),
                clock);
    }

    /** Content Sync alone, in a run of its own. */
    private static RunResult sync(NightBench program, boolean full) {
        return program.get(Runs.class)
                .run(new RunRequest(
                        Optional.empty(), true, new Selection(Set.of(Dataset.CONTENT_SYNC), Set.of(), full), "a test"));
    }

    private void assertEqualsTruth(NightBench program, Set<String> resources) {
        StoredContent stored = new StoredContent(program.jdbc());
        for (String resource : resources) {
            assertThat(stored.records(resource))
                    .as(resource)
                    .isEqualTo(
                            StoredContent.of(resource, sandbox.truth().content().records(resource)));
        }
    }

    private String pull(String lever) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/__sandbox/" + lever))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String state(NightBench program) {
        return program.jdbc()
                .sql(
                        "SELECT outcome || ' ' || COALESCE(hint, '') FROM ops.dataset_state WHERE dataset = 'content_sync'")
                .query(String.class)
                .single();
    }

    @Test
    void theFirstNightCopiesWhatIsConfiguredAndAnUnchangedNightAsksOncePerFilter() throws IOException {
        try (NightBench program = program(DEFAULT)) {
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
            assertEqualsTruth(program, Set.of("translations:20", "tafsirs:169", "recitations:7"));
            assertThat(program.count("analytics.tafsir_of_verse")).isGreaterThan(200);
            assertThat(program.count("qf.content_resource WHERE last_complete_sync_at IS NOT NULL"))
                    .isEqualTo(3);
            assertThat(state(program)).isEqualTo("SYNCED ");

            sandbox.resetStats();
            clock.advance(Duration.ofDays(1));
            sandbox.serverTimeSkew(clock.offset());
            assertThat(sync(program, false).end()).isEqualTo(End.COMPLETED);
            assertThat(sandbox.stats().route("content/sync")).isEqualTo(3);
            assertThat(sandbox.stats().route("content/snapshot")).isZero();

            assertThat(sync(program, true).end()).isEqualTo(End.COMPLETED);
            assertThat(program.count("qf.translation_text WHERE run_id > 1"))
                    .as("rewritten")
                    .isZero();
            try (Stream<Path> left = Files.list(folder.resolve("home").resolve("snapshots"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void afterNightsOfChangesAndFailuresTheRowsAreTheServices() {
        sandbox.close();
        sandbox = Sandbox.start(options(7));
        configure();
        try (NightBench program = program(MUCH)) {
            for (int night = 1; night <= 6; night++) {
                sandbox.addFault(FaultRule.parse("content/sync:503=0.3,times=3"));
                sandbox.addFault(FaultRule.parse("content/snapshot:cut=0.3,times=4"));
                End end = sync(program, false).end();
                for (int again = 0; again < 5 && end != End.COMPLETED; again++) {
                    end = sync(program, false).end();
                }
                assertThat(end).as(state(program)).isEqualTo(End.COMPLETED);
                sandbox.clearFaults();
                Set<String> resources = new TreeSet<>(sandbox.truth().content().resources());
                resources.removeIf(resource -> resource.startsWith("t")
                        && !Set.of(
                                        "tafsirs:16",
                                        "tafsirs:169",
                                        "translations:20",
                                        "translations:131",
                                        "translations:950")
                                .contains(resource));
                assertEqualsTruth(program, resources);
                assertThat(withdrawn(program))
                        .as("what is withdrawn has no rows")
                        .allSatisfy(resource -> assertThat(new StoredContent(program.jdbc()).records(resource))
                                .isEmpty());
                sandbox.advance();
            }
        }
    }

    private List<String> withdrawn(NightBench program) {
        Set<String> published = sandbox.truth().content().resources();
        return program
                .jdbc()
                .sql("SELECT resource_group || ':' || resource_id FROM qf.content_resource")
                .query(String.class)
                .list()
                .stream()
                .filter(resource -> !published.contains(resource))
                .toList();
    }

    @Test
    void eachRefusalOfTheServiceHasItsRecovery() throws Exception {
        try (NightBench program = program("tafsirs:169;translations:20,999999")) {
            assertThat(sync(program, false).end()).isEqualTo(End.COMPLETED);
            assertThat(state(program)).contains("translations:999999 is not there", "QFSYNC_CONTENT_RESOURCES");

            pull("expire-sync-tokens");
            assertThat(sync(program, false).end()).isEqualTo(End.COMPLETED);
            pull("refuse-sync?code=token_filter_mismatch");
            assertThat(sync(program, false).end()).isEqualTo(End.COMPLETED);
            pull("refuse-sync?code=invalid_resources");
            assertThat(sync(program, false).end()).isEqualTo(End.PARTIAL);
            assertThat(state(program)).startsWith("FAILED").contains("check QFSYNC_CONTENT_RESOURCES");

            pull("content?type=ROW_UPDATE&resource=" + encoded("translations:20") + "&rows=3");
            pull("content?type=RESOURCE_MERGE&resource=" + encoded("translations:20"));
            sync(program, false);
            assertThat(state(program)).startsWith("FAILED").contains("its type is not one of those we know");
            assertThat(program.count("ops.schema_drift WHERE kind = 'UNKNOWN_MUTATION'"))
                    .isEqualTo(1);
            assertEqualsTruth(program, Set.of("translations:20", "tafsirs:169"));
            assertThat(sync(program, true).end()).isEqualTo(End.COMPLETED);

            pull("content?type=RESOURCE_INVALIDATE&resource=" + encoded("translations:20"));
            pull("missing-snapshot?resource=" + encoded("translations:20"));
            assertThat(sync(program, false).end()).isEqualTo(End.COMPLETED);
            assertThat(state(program)).contains("translations:20 is no longer available");
            pull("missing-snapshot?missing=false&resource=" + encoded("translations:20"));
            assertThat(sync(program, false).end()).isEqualTo(End.COMPLETED);
            assertEqualsTruth(program, Set.of("translations:20"));

            pull("foreign-host?base=" + encoded("https://evil.invalid"));
            pull("content?type=ROW_UPDATE&resource=" + encoded("tafsirs:169") + "&rows=20");
            sync(program, false);
            assertThat(state(program)).startsWith("FAILED").contains("evil.invalid");
        }
    }
}
