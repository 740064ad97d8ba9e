package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;

class SandboxSyncTest {
    private static final Sandbox SANDBOX =
            Sandbox.start(SandboxOptions.defaults().withPrelive());
    private static final List<String> SUBS = SANDBOX.subs().toList();

    private final QfCaller qf = new QfCaller(SANDBOX);

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    private static Answer sync(QfCaller qf, String token, String query) {
        return qf.get("/auth/v1/sync?" + query, token);
    }

    private static List<JsonNode> all(QfCaller qf, String token, String query) {
        List<JsonNode> mutations = new ArrayList<>();
        for (int page = 1; ; page++) {
            JsonNode data =
                    sync(qf, token, query + "&limit=1000&page=" + page).body().path("data");
            data.path("mutations").forEach(mutations::add);
            if (!data.path("hasMore").asBoolean()) {
                assertThat(data.path("total").asInt()).isEqualTo(mutations.size());
                return mutations;
            }
        }
    }

    /** What a mutation is about: the resource's id, or both ids of a membership. */
    private static String key(JsonNode mutation) {
        JsonNode data = mutation.path("data");
        String id = mutation.path("resource").asString().equals(Mutation.MEMBERSHIP)
                ? data.path("collectionId").asString() + " "
                        + data.path("bookmarkId").asString()
                : mutation.path("resourceId").asString();
        return mutation.path("resource").asString() + " " + id;
    }

    /** All that there is, in the words of mutations. */
    private static Set<String> keys(UserTruth truth) {
        Set<String> keys = new TreeSet<>();
        Map.of(
                        "bookmarks", Mutation.BOOKMARK,
                        "collections", Mutation.COLLECTION,
                        "notes", Mutation.NOTE,
                        "reading_sessions", Mutation.SESSION)
                .forEach((dataset, resource) -> truth.datasets()
                        .getOrDefault(dataset, List.of())
                        .forEach(item ->
                                keys.add(resource + " " + item.path("id").asString())));
        truth.datasets().getOrDefault("collection_items", List.of()).stream()
                .filter(item -> !item.path("collectionId").asString().equals(Truth.FAVORITES))
                .forEach(item -> keys.add(
                        Mutation.MEMBERSHIP + " " + item.path("collectionId").asString() + " "
                                + item.path("id").asString()));
        return keys;
    }

    private static void apply(Set<String> keys, List<JsonNode> mutations) {
        for (JsonNode mutation : mutations) {
            if (mutation.path("type").asString().equals("DELETE")) {
                assertThat(keys.remove(key(mutation))).as(mutation.toString()).isTrue();
            } else {
                keys.add(key(mutation));
            }
        }
    }

    @Test
    void mutationsSinceEverAreAllThatThereIs() {
        for (int user : List.of(0, 1, 3, 4, 5, 7, 8, 9, 12)) {
            String token = qf.accessToken(SUBS.get(user));
            List<JsonNode> mutations = all(qf, token, "mutationsSince=0");
            assertThat(mutations).extracting(SandboxSyncTest::key).doesNotHaveDuplicates();
            assertThat(mutations)
                    .extracting(mutation -> mutation.path("timestamp").asLong())
                    .isSorted();
            assertThat(mutations.stream().map(SandboxSyncTest::key).collect(Collectors.toSet()))
                    .isEqualTo(keys(SANDBOX.truth().user(SUBS.get(user))));
        }
    }

    @Test
    void theMutationsOfNightsLeadFromOneTruthToTheNext() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withPrelive())) {
            QfCaller caller = new QfCaller(sandbox);
            Map<Integer, Set<String>> copies = new HashMap<>();
            Map<Integer, Long> heads = new HashMap<>();
            List<Integer> users =
                    IntStream.range(10, 25).filter(user -> user != 18).boxed().toList();
            Set<String> kinds = new TreeSet<>();
            for (int night = 0; night < 5; night++) {
                for (int user : users) {
                    UserTruth truth = sandbox.truth().user(SUBS.get(user));
                    if (truth.consented()) {
                        String token = caller.accessToken(truth.sub());
                        long head = heads.getOrDefault(user, 0L);
                        List<JsonNode> mutations = all(caller, token, "mutationsSince=" + head);
                        Set<String> copy = Objects.requireNonNull(copies.computeIfAbsent(user, any -> new TreeSet<>()));
                        apply(copy, mutations);
                        mutations.forEach(one -> kinds.add(one.path("resource").asString() + " "
                                + one.path("type").asString()));
                        assertThat(copy).isEqualTo(keys(truth));
                        heads.put(user, head(caller, token));
                    }
                }
                sandbox.advance();
            }
            assertThat(kinds)
                    .contains("COLLECTION DELETE", "COLLECTION_BOOKMARK DELETE", "NOTE DELETE", "COLLECTION UPDATE");
        }
    }

    @Test
    void soDoTheMutationsOfManyChangesWithinANight() {
        try (Sandbox sandbox = Sandbox.start(
                SandboxOptions.defaults().withPrelive().withUsers(12).withSeed(7))) {
            QfCaller caller = new QfCaller(sandbox);
            Map<String, Set<String>> copies = new HashMap<>();
            Map<String, Long> heads = new HashMap<>();
            Set<String> kinds = new TreeSet<>();
            for (int round = 0; round < 6; round++) {
                for (UserTruth truth : sandbox.truth().users().toList()) {
                    if (truth.consented() && truth.scopes().contains("bookmark")) {
                        String token = caller.accessToken(truth.sub());
                        List<JsonNode> mutations =
                                all(caller, token, "mutationsSince=" + heads.getOrDefault(truth.sub(), 0L));
                        Set<String> copy =
                                Objects.requireNonNull(copies.computeIfAbsent(truth.sub(), any -> new TreeSet<>()));
                        mutations.forEach(one -> kinds.add(one.path("resource").asString() + " "
                                + one.path("type").asString()));
                        mutations.forEach(one -> copy.remove(key(one)));
                        mutations.stream()
                                .filter(one -> !one.path("type").asString().equals("DELETE"))
                                .forEach(one -> copy.add(key(one)));
                        assertThat(copy).isEqualTo(keys(truth));
                        heads.put(truth.sub(), head(caller, token));
                    }
                }
                if (round == 2) {
                    sandbox.advance();
                } else if (round == 4) {
                    sandbox.clear(sandbox.subs().skip(1).findFirst().orElseThrow());
                } else {
                    sandbox.stir(80);
                }
            }
            assertThat(kinds).contains("BOOKMARK DELETE", "BOOKMARK UPDATE", "NOTE DELETE", "COLLECTION CREATE");
        }
    }

    private static long head(QfCaller qf, String token) {
        Answer answer = sync(qf, token, "mutationsSince=0&metadataOnly=true");
        long head = answer.body().path("data").path("lastMutationAt").asLong();
        assertThat(answer.body().path("data").size()).isEqualTo(1);
        assertThat(answer.raw().headers().firstValue("X-Mutation-At")).contains(String.valueOf(head));
        return head;
    }

    @Test
    void whoKeepsNothingHasAHeadAllTheSame() {
        String token = qf.accessToken(SUBS.get(0));
        assertThat(head(qf, token)).isPositive();
        assertThat(all(qf, token, "mutationsSince=0")).isEmpty();
    }

    @Test
    void pagesAreCountedByOffsetAndMinusOneAsksForNoHistory() {
        String token = qf.accessToken(SUBS.get(AwkwardUsers.SIZES));
        JsonNode second = sync(qf, token, "mutationsSince=0&limit=30&page=2&resources=NOTE")
                .body()
                .path("data");
        assertThat(second.path("mutations").size()).isEqualTo(30);
        assertThat(second.path("total").asInt()).isEqualTo(1_001);
        assertThat(second.path("hasMore").asBoolean()).isTrue();
        assertThat(all(qf, token, "mutationsSince=-1")).isEmpty();
        assertThat(all(qf, token, "mutationsSince=" + head(qf, token))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mutationsSince=-2",
                "mutationsSince=now",
                "mutationsSince=0&limit=1001",
                "mutationsSince=0&limit=0",
                "mutationsSince=0&page=0",
                "mutationsSince=0&resources=STREAK",
                "mutationsSince=0&resources=",
                "mutationsSince=0&first=20"
            })
    void whatTheRealApiRefusesIsRefused(String query) {
        assertThat(sync(qf, qf.accessToken(SUBS.get(12)), query).status()).isEqualTo(422);
    }

    @Test
    void syncNeedsItsOwnScopeAndThatOfTheResource() {
        assertThat(sync(qf, qf.accessToken(SUBS.get(18)), "mutationsSince=0").type())
                .isEqualTo("insufficient_scope");
        String withoutNotes = qf.accessToken(SUBS.get(17));
        assertThat(sync(qf, withoutNotes, "mutationsSince=0&resources=NOTE").type())
                .isEqualTo("insufficient_scope");
        assertThat(all(qf, withoutNotes, "mutationsSince=0"))
                .isNotEmpty()
                .noneMatch(mutation -> mutation.path("resource").asString().equals("NOTE"));
    }

    @Test
    void productionKnowsNoSuchPathWhateverTheScopes() {
        try (Sandbox production = Sandbox.start(SandboxOptions.defaults())) {
            QfCaller caller = new QfCaller(production);
            Answer answer = sync(caller, caller.accessToken(SUBS.get(12)), "mutationsSince=0");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.type()).isEqualTo("forbidden");
            assertThat(production.stats().route("user/sync")).isEqualTo(1);
        }
    }

    @Test
    void preliveTellsWhoMadeACollectionAndHasFewKindsOfActivity() {
        String token = qf.accessToken(SUBS.get(AwkwardUsers.ALL_TYPES));
        assertThat(qf.all("/auth/v1/collections", token))
                .isNotEmpty()
                .allMatch(collection -> !collection.path("isSystem").asBoolean(true));
        assertThat(qf.get("/auth/v1/activity-days?first=20&type=TAFSIR", token).status())
                .isEqualTo(422);
    }
}
