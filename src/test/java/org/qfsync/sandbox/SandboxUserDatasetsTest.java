package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SandboxUserDatasetsTest {
    private static final Sandbox SANDBOX = Sandbox.start(SandboxOptions.defaults());
    private static final List<String> SUBS = SANDBOX.subs().toList();

    private final QfCaller qf = new QfCaller(SANDBOX);

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    private String token(int user) {
        return qf.accessToken(SUBS.get(user));
    }

    private static List<ObjectNode> truth(int user, String dataset) {
        return Objects.requireNonNull(
                SANDBOX.truth().user(SUBS.get(user)).datasets().get(dataset));
    }

    @ParameterizedTest
    @CsvSource({
        "reading-sessions, reading_sessions",
        "activity-days?dateOrderBy=asc, activity_days",
        "streaks?orderBy=days, streaks"
    })
    void whatTheApiListsIsExactlyTheTruth(String path, String dataset) {
        for (int user : List.of(0, 1, 2, 3, 4, 7, 8, 9, 12, 13)) {
            assertThat(new HashSet<JsonNode>(qf.all("/auth/v1/" + path, token(user))))
                    .isEqualTo(new HashSet<JsonNode>(truth(user, dataset)));
        }
    }

    @Test
    void volumesLieAroundEverySizeOfPage() {
        assertThat(IntStream.range(0, 10).filter(user -> user != AwkwardUsers.REVOKED))
                .extracting(user -> truth(user, "notes").size())
                .contains(0, 1, 20, 21, 50, 51, 1_001);
        assertThat(truth(AwkwardUsers.MANY_COLLECTIONS, "activity_days")).hasSize(1_100);
        assertThat(truth(AwkwardUsers.ALL_TYPES, "activity_days"))
                .extracting(day -> day.path("type").asString())
                .contains("QURAN", "LEARNING_PLAN", "LESSONS");
    }

    @Test
    void notesArePagedInTheirOwnWay() {
        String token = token(AwkwardUsers.SIZES);
        List<JsonNode> notes = notes("", token);
        assertThat(notes).isEqualTo(truth(AwkwardUsers.SIZES, "notes"));
        assertThat(notes)
                .extracting(note -> note.path("createdAt").asString())
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        List<JsonNode> oldest = notes("&sortBy=oldest", token);
        assertThat(oldest.get(0)).isEqualTo(notes.get(notes.size() - 1));
        assertThat(qf.get("/auth/v1/notes", token).body().path("data").size()).isEqualTo(20);
    }

    private List<JsonNode> notes(String sort, String token) {
        List<JsonNode> notes = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode body =
                    qf.get("/auth/v1/notes?limit=50" + sort + cursor, token).body();
            body.path("data").forEach(notes::add);
            if (!body.path("pagination").path("hasNextPage").asBoolean()) {
                return notes;
            }
            cursor = "&cursor="
                    + QfCaller.encode(body.path("pagination").path("endCursor").asString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes?first=20",
                "notes?limit=51",
                "notes?limit=0",
                "notes?after=abc",
                "notes?cursor=abc",
                "notes?sortBy=recentlyUpdated",
                "reading-sessions",
                "reading-sessions?first=21",
                "reading-sessions?limit=20",
                "activity-days?first=20&type=SLEEP",
                "activity-days?first=20&from=2026-02-30",
                "activity-days?first=20&to=yesterday",
                "activity-days?first=20&last=3",
                "streaks?first=20&type=LESSON",
                "streaks?first=20&status=PAUSED",
                "streaks/current-streak-days",
                "goals/get-todays-plan?type=QURAN_TIME",
                "goals/get-todays-plan?mushafId=4",
                "goals/get-todays-plan?type=QURAN&mushafId=4",
                "goals/get-todays-plan?type=QURAN_TIME&mushafId=8",
                "preferences?first=20"
            })
    void whatTheRealApiRefusesIsRefused(String request) {
        Answer answer = qf.get("/auth/v1/" + request, token(12));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.type()).isEqualTo("unprocessable_entity");
    }

    @Test
    void activityDaysCanBeAskedForByDateAndType() {
        String token = token(AwkwardUsers.MANY_COLLECTIONS);
        String from = SANDBOX.today().minusDays(30).toString();
        List<JsonNode> window = qf.all("/auth/v1/activity-days?from=" + from, token);
        assertThat(window)
                .hasSizeBetween(15, 30)
                .allMatch(day -> day.path("date").asString().compareTo(from) >= 0);
        assertThat(window)
                .extracting(day -> day.path("date").asString())
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(qf.all("/auth/v1/activity-days?to=" + from + "&type=LESSON", token))
                .isEmpty();
        String lessons = token(AwkwardUsers.ALL_TYPES);
        assertThat(qf.all("/auth/v1/activity-days?type=TAFSIR", lessons)).hasSize(1);
    }

    @Test
    void aStreakThatGoesOnIsCounted() {
        String token = token(AwkwardUsers.FAVORITES);
        JsonNode active = qf.all("/auth/v1/streaks?status=ACTIVE", token).get(0);
        assertThat(qf.get("/auth/v1/streaks/current-streak-days?type=QURAN", token)
                        .body()
                        .path("data")
                        .path("days"))
                .isEqualTo(active.path("days"));
        assertThat(zoned("/auth/v1/streaks?first=20", token, "Asia/Jakarta").status())
                .isEqualTo(200);
        assertThat(zoned("/auth/v1/streaks?first=20", token, "Nowhere/Land").status())
                .isEqualTo(422);
    }

    private Answer zoned(String path, String token, String zone) {
        return qf.send(HttpRequest.newBuilder(qf.uri(path))
                .header("x-auth-token", token)
                .header("x-client-id", SANDBOX.clientId())
                .header("x-timezone", zone)
                .build());
    }

    @Test
    void aGoalIsFoundOnlyByItsType() {
        for (JsonNode plan : truth(AwkwardUsers.ALL_TYPES, "goal_plan")) {
            String type = plan.path("askedType").asString();
            JsonNode answer = qf.get(
                            "/auth/v1/goals/get-todays-plan?mushafId=4&type=" + type, token(AwkwardUsers.ALL_TYPES))
                    .body();
            assertThat(answer.path("success").asBoolean()).isTrue();
            assertThat(answer.path("data").path("hasGoal")).isEqualTo(plan.path("hasGoal"));
        }
        assertThat(qf.get("/auth/v1/goals/get-todays-plan?mushafId=4&type=QURAN_TIME", token(0))
                        .body()
                        .path("data")
                        .toString())
                .isEqualTo("{\"hasGoal\":false}");
    }

    @Test
    void preferencesMayBeEmptyAndTheProfileHasNoEnvelope() {
        assertThat(qf.get("/auth/v1/preferences", token(0)).body().toString())
                .isEqualTo("{\"success\":true,\"data\":{}}");
        assertThat(qf.get("/auth/v1/preferences", token(1)).body().path("data"))
                .isEqualTo(truth(1, "preferences").get(0));
        JsonNode bare = qf.get("/auth/v1/users/profile", token(1)).body();
        assertThat(bare.has("success") || bare.has("email")).isFalse();
        assertThat(qf.get("/auth/v1/users/profile?qdc=true", token(1)).body())
                .isEqualTo(truth(1, "profile").get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "17, notes",
        "11, reading-sessions?first=20",
        "11, preferences",
        "14, activity-days?first=20",
        "14, streaks?first=20",
        "14, streaks/current-streak-days?type=QURAN",
        "14, goals/get-todays-plan?type=QURAN_TIME&mushafId=4",
        "16, users/profile"
    })
    void aScopeThatWasNotGrantedIsEnforcedAndItsParentOrChildSuffices(int user, String path) {
        Answer refused = qf.get("/auth/v1/" + path, token(user));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.type()).isEqualTo("insufficient_scope");
        assertThat(qf.get("/auth/v1/" + path, token(AwkwardUsers.NO_COLLECTIONS))
                        .status())
                .isEqualTo(200);
        assertThat(qf.get("/auth/v1/" + path, token(12)).status()).isEqualTo(200);
        assertThat(SANDBOX.truth().user(SUBS.get(user)).datasets()).hasSizeLessThan(10);
    }

    @Test
    void aNightChangesEveryKindOfData() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            List<UserTruth> before = sandbox.truth().users().toList();
            Set<String> changed = new HashSet<>();
            for (int night = 0; night < 3; night++) {
                sandbox.advance();
                List<UserTruth> after = sandbox.truth().users().toList();
                for (int user = 0; user < after.size(); user++) {
                    UserTruth then = before.get(user);
                    after.get(user).datasets().forEach((dataset, objects) -> {
                        if (!objects.equals(then.datasets().get(dataset))) {
                            changed.add(dataset);
                        }
                    });
                }
            }
            assertThat(changed)
                    .contains("notes", "reading_sessions", "activity_days", "streaks", "preferences", "profile");
            assertThat(sandbox.truth().user(SUBS.get(0)).datasets().get("notes"))
                    .isEmpty();
            try (Sandbox other = Sandbox.start(SandboxOptions.defaults().withNight(3))) {
                assertThat(other.truth().users().toList())
                        .isEqualTo(sandbox.truth().users().toList());
            }
        }
    }
}
