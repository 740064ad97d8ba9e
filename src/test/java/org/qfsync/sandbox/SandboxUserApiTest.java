package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;

class SandboxUserApiTest {
    private static final Sandbox SANDBOX = Sandbox.start(SandboxOptions.defaults());
    private static final List<String> SUBS = SANDBOX.subs().toList();
    private static final Set<String> TYPES = Set.of("ayah", "surah", "juz", "page");

    private final QfCaller qf = new QfCaller(SANDBOX);

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    private static String sub(int user) {
        return SUBS.get(user);
    }

    @Test
    void whatTheApiListsIsExactlyTheTruth() {
        for (int user = 0; user < SUBS.size(); user++) {
            if (user == AwkwardUsers.REVOKED || user == AwkwardUsers.NO_BOOKMARK_SCOPE) {
                continue;
            }
            String token = qf.accessToken(sub(user));
            Truth truth = SANDBOX.truth(sub(user));
            assertThat(ids(qf.all("/auth/v1/collections", token)))
                    .isEqualTo(truth.collections().stream()
                            .map(Truth.Collection::id)
                            .toList());
            truth.items()
                    .forEach((id, items) -> assertThat(ids(qf.all("/auth/v1/collections/" + id, token)))
                            .isEqualTo(items.stream().map(Truth.Bookmark::id).toList()));
            Set<String> bookmarks = new HashSet<>();
            TYPES.forEach(type -> bookmarks.addAll(ids(qf.all("/auth/v1/bookmarks?mushafId=4&type=" + type, token))));
            assertThat(bookmarks)
                    .isEqualTo(Set.copyOf(
                            truth.bookmarks().stream().map(Truth.Bookmark::id).toList()));
        }
    }

    @Test
    void collectionsOfAwkwardSizesArePagedCompletely() {
        String token = qf.accessToken(sub(AwkwardUsers.SIZES));
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode collection : qf.all("/auth/v1/collections", token)) {
            String id = collection.path("id").asString();
            assertThat(id).hasSize(24);
            List<JsonNode> items = qf.all("/auth/v1/collections/" + id, token);
            assertThat(new HashSet<>(ids(items))).hasSize(items.size());
            assertThat(collection.path("bookmarksCount").asInt()).isEqualTo(items.size());
            sizes.add(items.size());
        }
        assertThat(sizes).containsExactlyInAnyOrder(0, 1, 20, 21, 1500);
    }

    @Test
    void aListCanBeReadBackwards() {
        String token = qf.accessToken(sub(AwkwardUsers.MANY_COLLECTIONS));
        List<String> forward = ids(qf.all("/auth/v1/collections", token));
        JsonNode tail = qf.get("/auth/v1/collections?last=20", token).body();
        assertThat(ids(tail.path("data"))).isEqualTo(forward.subList(1, 21));
        assertThat(tail.path("pagination").path("hasPreviousPage").asBoolean()).isTrue();
        String cursor = tail.path("pagination").path("startCursor").asString();
        JsonNode head =
                qf.get("/auth/v1/collections?last=20&before=" + cursor, token).body();
        assertThat(ids(head.path("data"))).isEqualTo(forward.subList(0, 1));
        assertThat(head.path("pagination").path("hasNextPage").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collections",
                "collections?first=21",
                "collections?first=0",
                "collections?first=x",
                "collections?after=abc",
                "collections?first=20&after=abc",
                "collections?first=20&last=20",
                "collections?first=20&before=abc",
                "collections?first=20&sortBy=newest",
                "collections?first=20&type=note",
                "collections?first=20&limit=5",
                "collections/__default__",
                "bookmarks?first=20",
                "bookmarks?first=20&mushafId=8",
                "bookmarks?mushafId=4",
                "bookmarks?mushafId=4&first=20&type=verse"
            })
    void whatTheRealApiRefusesIsRefused(String request) {
        Answer answer = qf.get("/auth/v1/" + request, qf.accessToken(sub(12)));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.type()).isEqualTo("unprocessable_entity");
        assertThat(answer.body().path("message").asString()).isEqualTo("Validation Error");
        JsonNode error = answer.body().path("details").path("error");
        assertThat(error.path("code").asString()).isEqualTo("ValidationError");
        assertThat(error.path("details").size()).isPositive();
    }

    @Test
    void emptyListsComeInBothShapes() {
        JsonNode nulls = qf.get("/auth/v1/collections?first=20", qf.accessToken(sub(AwkwardUsers.NOTHING)))
                .body();
        assertThat(nulls.path("data").size()).isZero();
        assertThat(nulls.path("pagination").path("endCursor").isNull()).isTrue();
        assertThat(nulls.path("pagination").path("hasNextPage").asBoolean(true)).isFalse();
        JsonNode absent = qf.get("/auth/v1/collections?first=20", qf.accessToken(sub(AwkwardUsers.NO_COLLECTIONS)))
                .body();
        assertThat(absent.path("success").asBoolean()).isTrue();
        assertThat(absent.has("pagination")).isFalse();
    }

    @Test
    void favoritesAreAVirtualCollectionThatNoListMentions() {
        String token = qf.accessToken(sub(AwkwardUsers.FAVORITES));
        JsonNode data = qf.get("/auth/v1/collections/__default__?first=20", token)
                .body()
                .path("data");
        assertThat(data.path("collection").path("isDefault").asBoolean()).isTrue();
        assertThat(data.path("bookmarks").size()).isEqualTo(20);
        data.path("bookmarks").forEach(item -> {
            assertThat(item.path("type").asString()).isEqualTo("ayah");
            assertThat(item.path("isInDefaultCollection").asBoolean()).isTrue();
            assertThat(item.path("group").asString()).isEqualTo("verses_6236");
        });
        assertThat(qf.all("/auth/v1/collections/__default__", token)).hasSize(25);
        assertThat(ids(qf.all("/auth/v1/collections", token))).doesNotContain("__default__");
    }

    @Test
    void anUnknownCollectionIsNotFoundEvenIfItIsSomeoneElses() {
        String token = qf.accessToken(sub(12));
        String foreign =
                SANDBOX.truth(sub(AwkwardUsers.SIZES)).collections().get(0).id();
        assertThat(qf.get("/auth/v1/collections/" + foreign + "?first=20", token)
                        .type())
                .isEqualTo("not_found");
    }

    @Test
    void aScopeThatWasNotGrantedIsEnforced() {
        String token = qf.accessToken(sub(AwkwardUsers.NO_BOOKMARK_SCOPE));
        Answer refused = qf.get("/auth/v1/bookmarks?mushafId=4&first=20", token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().toString())
                .isEqualTo("{\"message\":\"The access token does not have the required scopes\","
                        + "\"type\":\"insufficient_scope\",\"success\":false}");
        assertThat(qf.get("/auth/v1/collections?first=20", token).status()).isEqualTo(200);
    }

    @Test
    void headersAndTheRightKindOfTokenAreDemanded() {
        String path = "/auth/v1/collections?first=20";
        Answer none = qf.send(HttpRequest.newBuilder(qf.uri(path)).build());
        assertThat(none.body().toString())
                .isEqualTo("{\"message\":\"The request is missing required headers or is invalid\","
                        + "\"type\":\"invalid_request\",\"success\":false}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(qf.get(path, qf.appToken()).status()).isEqualTo(400);
        assertThat(qf.get(path, "ory_at_made.up").status()).isEqualTo(401);
        assertThat(qf.get("/content/api/v4/chapters", qf.accessToken(sub(12))).type())
                .isEqualTo("insufficient_scope");
        assertThat(qf.get("/auth/v1/nothing", qf.accessToken(sub(13))).type()).isEqualTo("forbidden");
    }

    @Test
    void aUserWhoseGrantWasRevokedUpstreamCannotRefresh() {
        assertThat(qf.refresh(qf.refreshToken(sub(AwkwardUsers.REVOKED))).error())
                .isEqualTo("invalid_grant");
    }

    @Test
    void namesSurviveAsTheyAre() {
        String token = qf.accessToken(sub(AwkwardUsers.NAMES));
        List<String> names = qf.all("/auth/v1/collections", token).stream()
                .map(collection -> collection.path("name").asString())
                .toList();
        assertThat(names)
                .contains("آيات السكينة", "🌙 Ramadan 🤲🏽 👨‍👩‍👧", "\"Quotes\", 'apostrophes' & <b>tags</b>")
                .anyMatch(name -> name.contains("\u200f"));
    }

    @Test
    void oneBookmarkInThreeCollectionsIsListedOnce() {
        String token = qf.accessToken(sub(AwkwardUsers.SHARED_ITEM));
        List<JsonNode> all = qf.all("/auth/v1/collections/all", token);
        assertThat(ids(all)).doesNotHaveDuplicates();
        assertThat(all)
                .filteredOn(item -> item.path("collectionsCount").asInt() == 3)
                .singleElement()
                .satisfies(item -> assertThat(item.path("verseNumber").asInt()).isEqualTo(255));
    }

    @Test
    void absentVersesAreNullAndOneBookmarkIsWhereTheUserReads() {
        String token = qf.accessToken(sub(AwkwardUsers.ALL_TYPES));
        List<JsonNode> pages = qf.all("/auth/v1/bookmarks?mushafId=4&type=page", token);
        assertThat(pages).hasSize(3).allMatch(page -> page.path("verseNumber").isNull());
        assertThat(qf.all("/auth/v1/bookmarks?mushafId=4&type=page&isReading=true", token))
                .singleElement()
                .satisfies(page -> assertThat(page.path("key").asInt()).isEqualTo(293));
        assertThat(qf.all("/auth/v1/collections?type=juz", token)).hasSize(2);
    }

    private static List<String> ids(Iterable<JsonNode> items) {
        List<String> ids = new ArrayList<>();
        items.forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }
}
