package org.qfsync.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.api.QfApi;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Selection;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.store.Database;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.ListingStates;
import org.qfsync.store.LiveRows;
import org.qfsync.store.Losses;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UnknownFields;
import org.qfsync.store.UserRowWriter;
import org.qfsync.store.UserRows;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What a user keeps besides collections and bookmarks, from the service's words to rows, on either database. */
abstract class UserDatasetsContract {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String USER = "amal";
    private static final String EMPTY = "{\"success\":true,\"data\":[]}";
    private static final Set<String> ALL_SCOPES =
            Set.of("note", "reading_session.read", "activity_day", "streak", "goal", "preference", "user");
    private static final String DAY = "{\"id\":\"%s\",\"date\":\"%s\",\"progress\":0.5,\"type\":\"%s\",\"mushafId\":4}";

    private final Map<String, String> answers = new LinkedHashMap<>();
    private Database database;
    private JdbcTemplate jdbc;
    private HttpTransport transport;
    private ScriptedServer server;
    private SchemaDrift drift;
    private UserProperties properties = properties(EnumSet.of(
            Dataset.NOTES,
            Dataset.READING_SESSIONS,
            Dataset.ACTIVITY_DAYS,
            Dataset.STREAKS,
            Dataset.GOAL_PLAN,
            Dataset.PREFERENCES));
    private long run;

    abstract Database freshDatabase();

    private static UserProperties properties(Set<Dataset> datasets, String... activityTypes) {
        return new UserProperties(4, datasets, List.of(activityTypes), ZoneId.of("Asia/Riyadh"), 7, false);
    }

    @BeforeEach
    void open() throws IOException {
        database = freshDatabase();
        jdbc = new JdbcTemplate(database.dataSource());
        drift = new SchemaDrift(database);
        transport = HttpTransport.pooled(HttpProperties.defaults(), new RequestMeter(), new ServerClock(CLOCK));
        server = new ScriptedServer(this::answer);
        answers.put("goals/get-todays-plan", "{\"success\":true,\"data\":{\"hasGoal\":false}}");
        answers.put("preferences", "{\"success\":true,\"data\":{}}");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        transport.close();
        database.close();
    }

    private Reply answer(Seen seen) {
        return Reply.ok(answers.getOrDefault(seen.path().replace("/auth/v1/", ""), EMPTY));
    }

    private void list(String path, String... items) {
        answers.put(
                path,
                "{\"success\":true,\"data\":[" + String.join(",", items)
                        + "],\"pagination\":{\"startCursor\":\"a\",\"endCursor\":\"z\",\"hasNextPage\":false}}");
    }

    private UserCopy sync() {
        return sync(ALL_SCOPES, false);
    }

    private UserCopy sync(Set<String> scopes, boolean full) {
        run++;
        Stamp stamp = new Stamp(run, CLOCK.instant());
        URI base = server.baseUrl();
        QfApi api = new QfApi(
                new QfEndpoints(QfEnvironment.SANDBOX, base, base),
                "client-1",
                HttpProperties.defaults(),
                transport,
                CLOCK,
                new Random(1));
        ListingStates listings = new ListingStates(database);
        Selection selection = new Selection(Set.of(), Set.of(), full);
        LocalDate night = LocalDate.of(2026, 11, 1);
        UserCopy copy = new UserReader(api, new LiveRows(database), listings, properties, CLOCK)
                .read(USER, new OneToken(), scopes, new Reading(night, selection, new UnknownFields(drift, stamp)));
        new UserWriter(new UserRowWriter(database), new DatasetStates(database), listings, new SyncedUsers(database))
                .write(copy, stamp);
        new Losses(database).settle(stamp, (user, work) -> {
            work.run();
            return true;
        });
        drift.flush();
        return copy;
    }

    private Map<String, Object> row(String table, String columns) {
        return jdbc.queryForMap("SELECT " + columns + " FROM qf." + table + " WHERE sub = ?", USER);
    }

    private List<String> live(String table) {
        return jdbc.queryForList("SELECT id FROM qf." + table + " WHERE deleted_at IS NULL ORDER BY id", String.class);
    }

    private List<String> drifts() {
        return jdbc.queryForList(
                "SELECT dataset || ' ' || field || ' ' || kind FROM ops.schema_drift ORDER BY 1", String.class);
    }

    private DatasetState state(Dataset dataset) {
        return new DatasetStates(database).find(dataset, USER).orElseThrow();
    }

    private List<Seen> asked(String path) {
        return server.requests().stream()
                .filter(seen -> seen.path().equals("/auth/v1/" + path))
                .toList();
    }

    private static Object json(@Nullable Object document) {
        return JsonMapper.shared().readTree(String.valueOf(document));
    }

    @Test
    void aNoteIsStoredWithItsRangesAndWhatIsAttached() {
        list(
                "notes",
                "{\"id\":\"n1\",\"createdAt\":\"2026-01-21T07:28:13.023Z\",\"updatedAt\":\"2026-01-22T07:28:13.023Z\","
                        + "\"body\":\"أمل\",\"ranges\":[\"2:255-2:257\"],\"attachedEntities\":[{\"entityId\":\"e\","
                        + "\"entityType\":\"reflection\"}]}");

        assertThat(sync().failed()).isEmpty();

        Map<String, Object> note = row("note", "body, source, ranges, attached_entities");
        assertThat(note).containsEntry("body", "أمل").containsEntry("source", null);
        assertThat(json(note.get("ranges"))).isEqualTo(json("[\"2:255-2:257\"]"));
        assertThat(json(note.get("attached_entities")))
                .isEqualTo(json("[{\"entityType\":\"reflection\",\"entityId\":\"e\"}]"));
        assertThat(asked("notes").get(0).query()).containsOnly(Map.entry("limit", "50"));
        assertThat(drifts()).isEmpty();
    }

    @Test
    void oddNumbersAndDatesAreStoredAsTheyAre() {
        list("reading-sessions", "{\"id\":\"r1\",\"updatedAt\":\"2026-01-21T07:28:13.023Z\",\"chapterNumber\":1}");
        list(
                "streaks",
                "{\"id\":\"s1\",\"startDate\":\"2026-09-01T00:00:00.000Z\",\"endDate\":\"2026-09-30T23:59:59.999Z\","
                        + "\"type\":\"QURAN\",\"status\":\"PAUSED\",\"days\":30}");
        list(
                "activity-days",
                "{\"id\":\"d1\",\"date\":\"2026-09-30\",\"progress\":0.695,\"type\":\"QURAN\",\"mushafId\":4,"
                        + "\"pagesRead\":1.637,\"secondsRead\":417,\"dailyTargetPages\":null,"
                        + "\"dailyTargetRanges\":[\"1:1-1:7\"]}");

        sync();

        assertThat(row("reading_session", "chapter_number, verse_number"))
                .containsEntry("chapter_number", 1)
                .containsEntry("verse_number", null);
        Map<String, Object> day =
                row("activity_day", "activity_date, progress, pages_read, daily_target_pages, daily_target_ranges");
        assertThat(day.get("activity_date")).hasToString("2026-09-30");
        assertThat(day)
                .containsEntry("progress", 0.695)
                .containsEntry("pages_read", 1.637)
                .containsEntry("daily_target_pages", null);
        assertThat(json(day.get("daily_target_ranges"))).isEqualTo(json("[\"1:1-1:7\"]"));
        assertThat(jdbc.queryForObject("SELECT ends_at FROM qf.streak", OffsetDateTime.class))
                .isEqualTo(OffsetDateTime.parse("2026-09-30T23:59:59.999Z"));
        assertThat(drifts()).containsExactly("streaks status UNKNOWN_WORD");
        assertThat(asked("streaks").get(0).header("x-timezone")).isEqualTo("Asia/Riyadh");
    }

    @Test
    void noGoalIsAnAnswerAndAPlanTakesItsPlace() {
        sync();
        assertThat(jdbc.queryForList(
                        "SELECT goal_type FROM qf.goal_plan WHERE has_goal = FALSE ORDER BY 1", String.class))
                .containsExactly("QURAN_PAGES", "QURAN_RANGE", "QURAN_TIME");

        answers.put(
                "goals/get-todays-plan",
                "{\"success\":true,\"data\":{\"hasGoal\":true,\"goalId\":\"g\",\"id\":\"d1\",\"date\":\"2026-10-01\","
                        + "\"dailyTargetSeconds\":600,\"secondsRead\":0,\"type\":\"QURAN\",\"progress\":0}}");
        sync();

        assertThat(jdbc.queryForList(
                        "SELECT daily_target_seconds FROM qf.goal_plan WHERE has_goal = TRUE AND deleted_at IS NULL",
                        Integer.class))
                .containsExactly(600, 600, 600);
        assertThat(asked("goals/get-todays-plan").get(0).query())
                .containsEntry("mushafId", "4")
                .hasSize(2);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void preferencesAreOneRowWhateverGroupsThereAre() {
        sync();
        assertThat(row("preference", "theme, audio"))
                .containsEntry("theme", null)
                .containsEntry("audio", null);

        answers.put(
                "preferences",
                "{\"success\":true,\"data\":{\"theme\":{\"type\":\"sepia\"},\"language\":{\"language\":\"ur\"},"
                        + "\"audio\":{\"reciter\":7,\"playbackRate\":1.25},\"translations\":{\"selectedTranslations\":"
                        + "[20,131]},\"reading\":{\"readingPreference\":\"reading\",\"hadithLanguage\":null},"
                        + "\"userHasCustomised\":{\"userHasCustomised\":true},\"newGroup\":{\"a\":1}}}");
        sync();

        Map<String, Object> stored = row("preference", "*");
        assertThat(stored)
                .containsEntry("theme", "sepia")
                .containsEntry("language", "ur")
                .containsEntry("reciter", 7)
                .containsEntry("playback_rate", 1.25)
                .containsEntry("reading_preference", "reading")
                .containsEntry("user_has_customised", true);
        assertThat(json(stored.get("selected_translations"))).isEqualTo(json("[20,131]"));
        assertThat(json(stored.get("extra"))).isEqualTo(json("{\"newGroup\":{\"a\":1}}"));
        assertThat(drifts()).containsExactly("preferences newGroup UNKNOWN_FIELD");
    }

    @Test
    void aProfileIsLeftAloneAndWhereItIsWantedTheLeastOfItIsStored() {
        answers.put(
                "users/profile",
                "{\"id\":\"p1\",\"createdAt\":\"2020-01-21 10:20:30\",\"joiningYear\":2020,\"firstName\":\"Amal\","
                        + "\"email\":\"amal@example.org\",\"avatarUrls\":{\"small\":\"https://example.org/a\"},"
                        + "\"newField\":\"Amal\"}");
        properties = UserProperties.defaults();
        sync();
        assertThat(asked("users/profile")).isEmpty();

        properties = properties(EnumSet.of(Dataset.PROFILE));
        sync();

        Map<String, Object> profile = row("profile", "*");
        assertThat(profile)
                .containsEntry("profile_id", "p1")
                .containsEntry("joining_year", 2020)
                .containsEntry("extra", null);
        assertThat(profile.values().toString())
                .doesNotContainIgnoringCase("amal@")
                .doesNotContain("Amal", "avatar");
        assertThat(jdbc.queryForObject("SELECT created_at FROM qf.profile", OffsetDateTime.class))
                .isEqualTo(OffsetDateTime.parse("2020-01-21T10:20:30Z"));
        assertThat(asked("users/profile").get(0).query()).isEmpty();
        assertThat(drifts()).isEmpty();
    }

    @Test
    void mostNightsAskForTheLastDaysAloneAndLeaveTheOthersStanding() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String old = DAY.formatted("d1", "2020-01-01", "QURAN");
        String lesson = DAY.formatted("d2", today, "LESSON");
        list("activity-days", old, lesson, DAY.formatted("d3", today, "QURAN"));
        sync();
        list("activity-days", lesson);
        sync();

        List<Seen> asked = asked("activity-days");
        assertThat(asked.get(0).query()).containsOnly(Map.entry("first", "20"));
        assertThat(asked.get(1).query())
                .containsOnly(
                        Map.entry("first", "20"),
                        Map.entry("from", today.minusDays(7).toString()));
        assertThat(live("activity_day")).containsExactly("d1", "d2");
        assertThat(state(Dataset.ACTIVITY_DAYS).rowCount()).contains(2L);

        sync(ALL_SCOPES, true);
        assertThat(asked("activity-days").get(2).query()).doesNotContainKey("from");
        assertThat(live("activity_day")).containsExactly("d2");
    }

    @Test
    void aListingThatMayBeOfReadingAloneProvesNothingElseGone() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        list("activity-days", DAY.formatted("d1", today, "LESSON"), DAY.formatted("d2", today, "QURAN"));
        sync();
        list("activity-days");
        sync();

        assertThat(live("activity_day")).containsExactly("d1");
        assertThat(state(Dataset.ACTIVITY_DAYS).rowCount()).contains(1L);
    }

    @Test
    void eachTypeOfActivityThatIsNamedIsAListingOfItsOwn() {
        properties = properties(EnumSet.of(Dataset.ACTIVITY_DAYS), "QURAN", "LESSON");
        sync();

        assertThat(asked("activity-days"))
                .extracting(seen -> seen.query().get("type"))
                .containsExactly("QURAN", "LESSON");
    }

    @Test
    void aDayWhoseDateIsGoneKeepsTheOneThatIsStored() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        list("activity-days", DAY.formatted("d1", today, "QURAN"));
        sync();
        list("activity-days", "{\"id\":\"d1\",\"progress\":1,\"type\":\"QURAN\",\"mushafId\":4}");
        sync();

        Map<String, Object> day = row("activity_day", "activity_date, progress, deleted_at");
        assertThat(day.get("activity_date")).hasToString(today.toString());
        assertThat(day).containsEntry("progress", 1.0).containsEntry("deleted_at", null);
        assertThat(drifts()).containsExactly("activity_days date VANISHED_FIELD");
    }

    @Test
    void aDatasetThatTheGrantDoesNotCoverIsSkippedWithAHintAndTheRestGoesOn() {
        list("reading-sessions", "{\"id\":\"r1\",\"updatedAt\":\"2026-01-21T07:28:13.023Z\"}");
        UserCopy copy = sync(Set.of("reading_session"), false);

        assertThat(copy.failed()).isEmpty();
        assertThat(live("reading_session")).containsExactly("r1");
        Map<Dataset, String> skipped = new TreeMap<>();
        for (Dataset dataset : properties.datasets()) {
            if (state(dataset).outcome() == Outcome.SKIPPED) {
                skipped.put(dataset, state(dataset).hint().orElseThrow());
            }
        }
        assertThat(skipped)
                .containsOnlyKeys(
                        Dataset.NOTES, Dataset.ACTIVITY_DAYS, Dataset.STREAKS, Dataset.GOAL_PLAN, Dataset.PREFERENCES)
                .allSatisfy((dataset, hint) ->
                        assertThat(hint).contains(dataset.readScope().orElseThrow()));
    }

    @Test
    void erasureTakesTheRowsOfEveryDataset() {
        properties = properties(EnumSet.of(
                Dataset.NOTES,
                Dataset.READING_SESSIONS,
                Dataset.ACTIVITY_DAYS,
                Dataset.STREAKS,
                Dataset.GOAL_PLAN,
                Dataset.PREFERENCES,
                Dataset.PROFILE));
        list("notes", "{\"id\":\"n1\"}");
        list("reading-sessions", "{\"id\":\"r1\"}");
        list("streaks", "{\"id\":\"s1\"}");
        list("activity-days", DAY.formatted("d1", "2026-09-30", "QURAN"));
        answers.put("users/profile", "{\"id\":\"p1\"}");
        sync();

        List<String> filled = new ArrayList<>();
        new UserRows(database).delete(USER).forEach((table, rows) -> {
            if (rows > 0 && table.startsWith("qf.")) {
                filled.add(table);
            }
        });
        assertThat(filled)
                .contains(
                        "qf.note",
                        "qf.reading_session",
                        "qf.activity_day",
                        "qf.streak",
                        "qf.goal_plan",
                        "qf.preference",
                        "qf.profile");
        assertThat(new UserRows(database).count(USER).values()).containsOnly(0L);
    }

    private static final class OneToken implements AccessTokens {
        @Override
        public AccessToken current() {
            return new AccessToken("t", 1, java.time.Instant.MAX);
        }

        @Override
        public AccessToken renew(AccessToken rejected) {
            return current();
        }
    }
}
