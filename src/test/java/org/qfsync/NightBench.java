package org.qfsync;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qfsync.cli.ProgramLauncher.Occasion;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Selection;
import org.qfsync.http.Json;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.Truth;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.token.GrantVault;
import org.qfsync.token.Tokens;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A whole program against a sandbox, for tests: starts it, consents, runs, and compares the rows with the truth. */
public final class NightBench implements AutoCloseable {
    private final Sandbox sandbox;
    private final Program program;

    private NightBench(Sandbox sandbox, Program program) {
        this.sandbox = sandbox;
        this.program = program;
    }

    /** The settings that point a program at that sandbox, that database and that home. */
    public static Map<String, String> settings(Sandbox sandbox, DatabaseProperties database, Path home) {
        return Map.ofEntries(
                Map.entry("QFSYNC_HOME", home.toString()),
                Map.entry("QF_CLIENT_ID", sandbox.clientId()),
                Map.entry("QF_CLIENT_SECRET", sandbox.clientSecret()),
                Map.entry("QF_AUTH_BASE_URL", sandbox.baseUrl().toString()),
                Map.entry("QF_API_BASE_URL", sandbox.baseUrl().toString()),
                Map.entry("QFSYNC_DB_URL", database.url()),
                Map.entry("QFSYNC_DB_USER", database.user()),
                Map.entry("QFSYNC_DB_PASSWORD", database.password()),
                Map.entry("QFSYNC_SCHEDULE_ZONE", "UTC"),
                // the smallest resource: most tests look at something else
                Map.entry("QFSYNC_CONTENT_RESOURCES", "articles:123"),
                // A third of all requests for content; the tests of content ask for it.
                Map.entry("QFSYNC_CONTENT_LANGUAGES", "none"),
                Map.entry("QFSYNC_API_REQUESTS_PER_SECOND", "0"),
                Map.entry("QFSYNC_API_BACKOFF_BASE", "1ms"),
                Map.entry("QFSYNC_API_BACKOFF_MAX", "5ms"),
                Map.entry("QFSYNC_TOKEN_DEADLINE", "5s"),
                Map.entry("QFSYNC_TOKEN_LEASE", "10s"),
                Map.entry("QFSYNC_TOKEN_BACK_OFF_BASE", "1ms"),
                Map.entry("QFSYNC_TOKEN_BACK_OFF_MAX", "1ms"));
    }

    /** Starts the program; changed settings win. */
    public static NightBench start(
            Sandbox sandbox, Map<String, String> settings, Map<String, String> changed, Clock clock) {
        Map<String, String> effective = new HashMap<>(settings);
        effective.putAll(changed);
        return new NightBench(sandbox, new SpringProgramLauncher(effective, clock).start("a test"));
    }

    /** The same as a rehearsal: what it does is undone when it is closed. */
    static NightBench rehearse(Sandbox sandbox, Map<String, String> settings, Clock clock) {
        return new NightBench(
                sandbox,
                new SpringProgramLauncher(settings, clock)
                        .start(Occasion.of("a rehearsal").rehearsing()));
    }

    /** Stores the consents of all users of the sandbox, as an import would. */
    public NightBench consented() {
        try (Stream<String> lines = sandbox.consentLines()) {
            lines.forEach(this::consent);
        }
        return this;
    }

    void consent(String line) {
        JsonNode grant = Json.mapper().readTree(line);
        vault().store(
                        grant.path("sub").stringValue(),
                        new Secret(grant.path("refresh_token").stringValue()),
                        Set.of(grant.path("scope").stringValue().split(" ")),
                        Instant.now());
    }

    GrantVault vault() {
        return get(Tokens.class).vault();
    }

    /** A part of the program. */
    public <T> T get(Class<T> part) {
        return program.get(part);
    }

    /** A part of which there are several, by its name. */
    public <T> T get(String name, Class<T> part) {
        return ((SpringProgramLauncher.SpringProgram) program).context().getBean(name, part);
    }

    RunResult run() {
        return get(Runs.class).run(RunRequest.tonight("a test"));
    }

    RunResult run(Selection selection) {
        return get(Runs.class).run(new RunRequest(Optional.empty(), false, selection, "a test"));
    }

    /** The database as its owner sees it. */
    public JdbcClient jdbc() {
        return get(JdbcClient.class);
    }

    /** How many rows there are. */
    public long count(String fromWhere) {
        return jdbc().sql("SELECT COUNT(*) FROM " + fromWhere).query(Long.class).single();
    }

    /** The live rows of a user, in the words of {@link #truthOf}. */
    Map<String, List<String>> rowsOf(String sub) {
        Map<String, List<String>> rows = new TreeMap<>();
        rows.put("collections", strings("SELECT id || '|' || name FROM qf.collection", sub));
        rows.put(
                "items",
                strings(
                        "SELECT collection_id || '|' || bookmark_id || '|' || key_number || ':' ||"
                                + " COALESCE(verse_number, 0) FROM qf.collection_item",
                        sub));
        rows.put(
                "bookmarks",
                strings(
                        "SELECT id || '|' || type || '|' || key_number || ':' || COALESCE(verse_number, 0)"
                                + " FROM qf.bookmark",
                        sub));
        return rows;
    }

    private List<String> strings(String select, String sub) {
        return jdbc()
                .sql(select + " WHERE sub = ? AND deleted_at IS NULL")
                .param(sub)
                .query(String.class)
                .list()
                .stream()
                .sorted()
                .toList();
    }

    /** What the sandbox has of a user, as far as their grant covers it. */
    Map<String, List<String>> truthOf(String sub) {
        Truth truth = sandbox.truth(sub);
        Map<String, List<String>> rows = new TreeMap<>();
        boolean collections = covers(truth, "collection");
        rows.put(
                "collections",
                truth.collections().stream()
                        .filter(each -> collections)
                        .map(each -> each.id() + "|" + each.name())
                        .sorted()
                        .toList());
        rows.put(
                "items",
                truth.items().entrySet().stream()
                        .filter(each -> collections)
                        .flatMap(each -> each.getValue().stream()
                                .map(item ->
                                        each.getKey() + "|" + item.id() + "|" + item.key() + ":" + item.verseNumber()))
                        .sorted()
                        .toList());
        rows.put(
                "bookmarks",
                truth.bookmarks().stream()
                        .filter(each -> covers(truth, "bookmark"))
                        .map(each -> each.id() + "|" + each.type() + "|" + each.key() + ":" + each.verseNumber())
                        .sorted()
                        .toList());
        return rows;
    }

    private static boolean covers(Truth truth, String scope) {
        return truth.scopes().contains(scope) || truth.scopes().contains(scope + ".read");
    }

    /** The users whose grant still stands at the sandbox. */
    List<String> consentedSubs() {
        try (Stream<String> subs = sandbox.subs()) {
            return subs.filter(sub -> sandbox.truth(sub).consented()).collect(Collectors.toList());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
