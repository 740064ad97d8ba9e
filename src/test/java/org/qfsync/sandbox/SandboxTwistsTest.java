package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SandboxTwistsTest {
    private static final String COLLECTIONS = "/auth/v1/collections";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withPrelive());
    private final QfCaller qf = new QfCaller(sandbox);
    private String sub = "";
    private String token = "";

    @BeforeEach
    void choose() {
        sub = sandbox.subs().skip(AwkwardUsers.MANY_COLLECTIONS).findFirst().orElseThrow();
        token = qf.accessToken(sub);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private List<String> walk(String path) {
        return qf.all(path, token).stream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"MISSED, 20, 20", "REPEATED, 22, 21", "JUMPED, 21, 20"})
    void aListingCanShiftUnderTheFeetOfOneWalk(Shift shift, int told, int different) {
        List<String> undisturbed = walk(COLLECTIONS);
        assertThat(undisturbed).hasSize(21).doesNotHaveDuplicates();
        sandbox.shiftPages(sub, "user/collections", shift, 1);

        List<String> disturbed = walk(COLLECTIONS);

        assertThat(disturbed).hasSize(told);
        assertThat(new HashSet<>(disturbed)).hasSize(different);
        assertThat(walk(COLLECTIONS)).containsExactlyInAnyOrderElementsOf(undisturbed);
        assertThat(sandbox.truth(sub).collections()).hasSize(21);
    }

    @Test
    void notesShiftTooAndOnlyThoseOfTheUserMeant() {
        String other = sandbox.subs().skip(AwkwardUsers.SIZES).findFirst().orElseThrow();
        sandbox.shiftPages(sub, "user/*", Shift.MISSED, 1);
        assertThat(secondPageOfNotes(qf.accessToken(other))).isEqualTo(50);
        assertThat(secondPageOfNotes(token)).as("of 51, one is missed").isZero();
        assertThat(secondPageOfNotes(token)).isEqualTo(1);
    }

    private int secondPageOfNotes(String whose) {
        JsonNode first = qf.get("/auth/v1/notes?limit=50", whose).body();
        String cursor = first.path("pagination").path("endCursor").asString();
        return qf.get("/auth/v1/notes?limit=50&cursor=" + QfCaller.encode(cursor), whose)
                .body()
                .path("data")
                .size();
    }

    @Test
    void mutationsShiftByOneThatHappensMeanwhile() {
        String path = "/auth/v1/sync?mutationsSince=0&resources=NOTE&limit=30&page=";
        JsonNode first = qf.get(path + 1, token).body().path("data");
        sandbox.shiftPages("user/sync", Shift.JUMPED, 1);
        JsonNode second = qf.get(path + 2, token).body().path("data");
        assertThat(second.path("lastMutationAt").asLong())
                .isGreaterThan(first.path("lastMutationAt").asLong());
        assertThat(second.path("total")).isEqualTo(first.path("total"));
        assertThat(second.path("mutations").get(20).path("resourceId"))
                .isEqualTo(first.path("mutations").get(0).path("resourceId"));
        assertThat(qf.get(path + 2, token).body().path("data")).isEqualTo(second);
    }

    @Test
    void itemsCanBeOtherThanDocumented() {
        sandbox.addOddity(new Oddity("user/collections", Oddity.Kind.NEW_FIELD, "colour"));
        sandbox.addOddity(new Oddity("user/collection", Oddity.Kind.NEW_WORD, "type"));
        sandbox.addOddity(new Oddity("user/notes", Oddity.Kind.FIELD_GONE, "body"));
        sandbox.addOddity(new Oddity("user/activity-days", Oddity.Kind.OTHER_TYPE, "progress"));
        sandbox.addOddity(new Oddity("user/preferences", Oddity.Kind.NEW_WORD, "theme/type"));
        sandbox.addOddity(new Oddity("user/sync", Oddity.Kind.NEW_WORD, "type"));

        assertThat(qf.all(COLLECTIONS, token)).allMatch(item -> item.has("colour"));
        assertThat(qf.all(
                        COLLECTIONS + "/"
                                + sandbox.truth(sub).collections().get(0).id(),
                        token))
                .isNotEmpty()
                .allMatch(item -> item.path("type").asString().equals(Oddity.WORD));
        assertThat(qf.get("/auth/v1/notes", token).body().path("data"))
                .isNotEmpty()
                .noneMatch(note -> note.has("body"));
        assertThat(qf.get("/auth/v1/activity-days?first=3", token).body().path("data"))
                .hasSize(3)
                .allMatch(day -> day.path("progress").isString());
        assertThat(qf.get("/auth/v1/preferences", token)
                        .body()
                        .at("/data/theme/type")
                        .asString())
                .isEqualTo(Oddity.WORD);
        assertThat(qf.get("/auth/v1/sync?mutationsSince=0", token).body().at("/data/mutations"))
                .isNotEmpty()
                .allMatch(mutation -> mutation.path("type").asString().equals(Oddity.WORD));
        sandbox.clearOddities();
        assertThat(qf.all(COLLECTIONS, token)).noneMatch(item -> item.has("colour"));
    }

    @Test
    void aSingleThingAndContentCanBeOddAsWell() {
        sandbox.addOddity(new Oddity("user/profile", Oddity.Kind.OTHER_TYPE, "joiningYear"));
        sandbox.addOddity(new Oddity("content/*", Oddity.Kind.FIELD_GONE, "name_simple"));
        assertThat(qf.get("/auth/v1/users/profile", token)
                        .body()
                        .path("joiningYear")
                        .isString())
                .isTrue();
        String app = qf.appToken();
        assertThat(qf.get("/content/api/v4/chapters", app).body().path("chapters"))
                .hasSize(114)
                .noneMatch(chapter -> chapter.has("name_simple"));
        assertThat(qf.get("/content/api/v4/chapters/1", app)
                        .body()
                        .at("/chapter/name_simple")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void twistsCanBeMadeByHttp() {
        assertThat(lever("odd?route=user/collections&kind=NEW_FIELD&field=colour"))
                .isEqualTo(200);
        assertThat(qf.all(COLLECTIONS, token)).allMatch(item -> item.has("colour"));
        assertThat(lever("clear-odd")).isEqualTo(200);
        assertThat(lever("shift?route=user/collections&shift=MISSED&sub=" + sub))
                .isEqualTo(200);
        assertThat(walk(COLLECTIONS)).hasSize(20);
        assertThat(lever("shift?route=user/nothing&shift=MISSED")).isEqualTo(400);
        assertThat(lever("odd?route=user/notes&kind=FUNNY&field=body")).isEqualTo(400);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Oddity("user/nothing", Oddity.Kind.NEW_FIELD, "colour"));
        assertThat(qf.get("/__sandbox/user-truth?sub=" + sub, "none").body().at("/datasets/notes"))
                .hasSize(51);
    }

    private int lever(String lever) {
        return qf.post("/__sandbox/" + lever, Map.of(), "").status();
    }
}
