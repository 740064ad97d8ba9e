package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.PermanentException;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;

class MutationFeedTest {
    private static final String NOTE = "{\"type\":\"UPDATE\",\"resource\":\"NOTE\",\"resourceId\":\"%s\",\"data\":{}}";

    @Test
    void theHeadIsAskedForAloneAndForWhatIsCovered() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.ok("{\"success\":true,\"data\":{\"lastMutationAt\":1.769985812916E12}}")
                                .with("x-mutation-at", "1769985812916"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(feed(bench).head(7)).isEqualTo(1_769_985_812_916L);

            Seen seen = server.requests().get(0);
            assertThat(seen.path()).isEqualTo("/auth/v1/sync");
            assertThat(seen.query())
                    .containsEntry("mutationsSince", "7")
                    .containsEntry("resources", "BOOKMARK,NOTE")
                    .containsEntry("metadataOnly", "true")
                    .hasSize(3);
        }
    }

    @Test
    void pagesAreReadUntilThereAreNoMore() throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.replying(page(9, true, "a"), page(9, true, "b"), page(9, false, "c"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(ids(feed(bench).since(7))).containsExactly("a", "b", "c");
            assertThat(server.requests())
                    .extracting(seen ->
                            seen.query().get("page") + " since " + seen.query().get("mutationsSince"))
                    .containsExactly("1 since 7", "2 since 7", "3 since 7");
        }
    }

    @Test
    void aPullDuringWhichSomethingChangesIsBegunAgain() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        page(9, true, "a"), page(10, false, "c"), page(10, true, "b"), page(10, false, "a"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            Optional<Mutations> changed = feed(bench).since(7);
            assertThat(ids(changed)).containsExactly("b", "a");
            assertThat(changed.orElseThrow().head()).isEqualTo(10);
        }
    }

    @Test
    void aHeadThatNeverHoldsStillIsGivenUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        seen -> page(seen.query().getOrDefault("page", "").equals("1") ? 9 : 10, true, "a"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(feed(bench).since(7)).isEmpty();
            assertThat(server.requests()).hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true,\"data\":{}}",
                "{\"success\":true,\"data\":{\"lastMutationAt\":9.5,\"mutations\":[],\"hasMore\":false}}",
                "{\"success\":true,\"data\":{\"lastMutationAt\":9,\"mutations\":[]}}",
                "{\"success\":true,\"data\":{\"lastMutationAt\":9,\"hasMore\":false}}",
                "{\"success\":true,\"data\":{\"lastMutationAt\":9,\"mutations\":[],\"hasMore\":true}}",
                "{\"success\":true,\"data\":{\"lastMutationAt\":8,\"mutations\":[],\"hasMore\":false}}",
            })
    void whatContradictsItselfIsNotReliedOn(String body) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(body).with("X-Mutation-At", "9"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatExceptionOfType(PermanentException.class)
                    .isThrownBy(() -> feed(bench).since(7))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo("unreadable_body"));
        }
    }

    private static MutationFeed feed(ApiBench bench) {
        return bench.user().mutations(new TreeSet<>(Set.of("NOTE", "BOOKMARK")));
    }

    private static List<String> ids(Optional<Mutations> mutations) {
        return mutations.orElseThrow().all().stream()
                .map(mutation -> String.valueOf(mutation.resourceId()))
                .toList();
    }

    private static Reply page(long head, boolean hasMore, String id) {
        return Reply.ok("{\"success\":true,\"data\":{\"mutations\":[" + NOTE.formatted(id) + "],\"page\":1,\"limit\":1,"
                + "\"total\":3,\"hasMore\":" + hasMore + ",\"lastMutationAt\":" + head + "}}");
    }
}
