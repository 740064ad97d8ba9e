package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;

class SandboxContentLeversTest {
    private static final String BASE = "/content/api/v4/resources";
    private static final String ONE = BASE + "/sync?resources=translations:20";
    private static final String SNAPSHOT = BASE + "/snapshots/translations/20";

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withUsers(0).withContent(SandboxContent.brief()));
    private final QfCaller qf = new QfCaller(sandbox);
    private final String token = qf.appToken();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String bootstrapped() {
        return qf.get(ONE + "&bootstrap=true", token)
                .body()
                .at("/sync/next_sync_token")
                .asString();
    }

    private JsonNode since(String syncToken) {
        return qf.get(ONE + "&sync_token=" + syncToken, token).body().at("/sync/mutations");
    }

    private int pull(String lever) {
        return qf.send(HttpRequest.newBuilder(qf.uri("/__sandbox/" + lever))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build())
                .status();
    }

    private static String code(Answer answer) {
        return answer.status() + " " + answer.body().at("/error/code").asString("");
    }

    @Test
    void expiredTokensAndCursorsAskForABootstrap() {
        String before = bootstrapped();
        String next = qf.get(BASE + "/sync?resources=translations:*&bootstrap=true&per_page=1", token)
                .body()
                .at("/sync/next_page_url")
                .asString();
        assertThat(pull("expire-sync-tokens")).isEqualTo(200);
        assertThat(code(qf.get(ONE + "&sync_token=" + before, token))).isEqualTo("410 resync_required");
        assertThat(code(qf.get("/content" + next, token))).isEqualTo("410 resync_required");
        assertThat(since(bootstrapped()).size()).isZero();
    }

    @Test
    void anOrderedRefusalComesOnce() {
        assertThat(pull("refuse-sync?code=token_filter_mismatch")).isEqualTo(200);
        sandbox.content().refuseNextSync("cursor_per_page_mismatch");
        assertThat(code(qf.get(ONE + "&bootstrap=true", token))).isEqualTo("422 token_filter_mismatch");
        assertThat(code(qf.get(ONE + "&bootstrap=true", token))).isEqualTo("422 cursor_per_page_mismatch");
        assertThat(bootstrapped()).isNotEmpty();
        assertThat(pull("refuse-sync?code=nonsense")).isEqualTo(400);
    }

    @Test
    void aSnapshotCanBeMissingForAWhile() {
        assertThat(pull("missing-snapshot?resource=translations:20")).isEqualTo(200);
        assertThat(code(qf.get(SNAPSHOT, token))).isEqualTo("404 snapshot_not_found");
        assertThat(pull("missing-snapshot?resource=translations:20&missing=false"))
                .isEqualTo(200);
        assertThat(qf.get(SNAPSHOT, token).status()).isEqualTo(200);
        assertThat(sandbox.stats().route("content/snapshot")).isEqualTo(2);
    }

    @Test
    void theNextPageCanBeAtAForeignHost() {
        sandbox.content().foreignHost("https://elsewhere.invalid/content");
        assertThat(qf.get(BASE + "/sync?resources=translations:*&bootstrap=true&per_page=1", token)
                        .body()
                        .at("/sync/next_page_url")
                        .asString())
                .startsWith("https://elsewhere.invalid/content/api/v4/resources/sync?cursor=");
    }

    @Test
    void rowsChangeOnDemandAndTheTruthWithThem() {
        String before = bootstrapped();
        assertThat(pull("content?type=ROW_DELETE&resource=translations:20&rows=2"))
                .isEqualTo(200);
        sandbox.content().happen("ROW_UPDATE", "translations:20", 1);
        sandbox.content().happen("ROW_CREATE", "translations:20", 1);
        JsonNode mutations = since(before);
        assertThat(mutations.findValuesAsString("type"))
                .containsExactly("ROW_DELETE", "ROW_DELETE", "ROW_UPDATE", "ROW_CREATE");
        assertThat(mutations.get(0).path("data").isNull()).isTrue();
        assertThat(mutations.get(2).at("/data/verse_key").asString()).isEqualTo("1:3");
        assertThat(sandbox.truth().content().records("translations:20"))
                .hasSize(299)
                .element(0)
                .isEqualTo(mutations.get(3).path("data"));
        assertThat(mutations.get(3).path("record_key").asString())
                .isNotEqualTo(mutations.get(0).path("record_key").asString());
    }

    @Test
    void anUnknownTypeIsToldAndChangesNothing() {
        String before = bootstrapped();
        var rows = sandbox.truth().content().records("translations:20");
        sandbox.content().happen("ROW_MOVED", "translations:20", 1);
        assertThat(since(before).findValuesAsString("type")).containsExactly("ROW_MOVED");
        assertThat(sandbox.truth().content().records("translations:20")).isEqualTo(rows);
        assertThat(pull("content?type=ROW_UPDATE&resource=translations:77777")).isEqualTo(400);
    }

    @Test
    void aWithdrawnResourceLeavesTheSnapshotsTheListsAndTheTruth() {
        sandbox.content().happen("RESOURCE_DELETE", "translations:20", 1);
        assertThat(code(qf.get(SNAPSHOT, token))).isEqualTo("404 snapshot_not_found");
        assertThat(sandbox.truth().content().resources()).doesNotContain("translations:20");
        assertThat(qf.get(BASE + "/translations", token)
                        .body()
                        .path("translations")
                        .findValuesAsString("id"))
                .doesNotContain("20");
    }

    @Test
    void textsGrowWhenTold() {
        String before = bootstrapped();
        int length = qf.get(SNAPSHOT, token).raw().body().length();
        assertThat(pull("padding?characters=1000")).isEqualTo(200);
        assertThat(qf.get(SNAPSHOT, token).raw().body().length()).isGreaterThan(length + 300_000);
        assertThat(since(before).findValuesAsString("type")).containsExactly("RESOURCE_INVALIDATE");
    }

    @Test
    void aStreamedSnapshotCanBreakOffLikeAnyOtherAnswer() {
        sandbox.addFault(FaultRule.parse("content/snapshot:cut=1,times=1"));
        assertThatThrownBy(() -> qf.get(SNAPSHOT, token)).isInstanceOf(UncheckedIOException.class);
        assertThat(qf.get(SNAPSHOT, token).status()).isEqualTo(200);
    }
}
