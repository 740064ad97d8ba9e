package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.TransientException;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;

/** A listing that changes while it is read: its cursor is the id of the last item seen, as the service documents it. */
class ShiftingListingTest {
    private static final UserRequest BOOKMARKS = UserRequest.of("The listing of bookmarks", "/v1/bookmarks");

    private final List<String> items = new ArrayList<>(
            IntStream.range(0, 50).mapToObj(i -> "b" + (100 + i)).toList());
    private final Set<String> allOfThem = Set.copyOf(items);
    private int requests;

    @Test
    void anItemThatMovesToAPageAlreadyReadIsNotGone() throws IOException {
        List<String> read = read(allOfThem, (number, list) -> {
            if (number == 2) {
                list.remove("b140");
                list.add(0, "b140");
            }
        });

        assertThat(read).containsExactlyInAnyOrderElementsOf(allOfThem);
        assertThat(requests).as("two walks of three pages").isEqualTo(6);
    }

    @Test
    void anItemThatMovesToAPageNotYetReadIsThereOnce() throws IOException {
        List<String> read = read(allOfThem, (number, list) -> {
            if (number == 2) {
                list.remove("b101");
                list.add("b101");
            }
        });

        assertThat(read).hasSize(50).containsExactlyInAnyOrderElementsOf(allOfThem);
    }

    @Test
    void anItemThatTwoWalksLackIsGone() throws IOException {
        items.remove("b130");

        assertThat(read(allOfThem, (number, list) -> {})).hasSize(49).doesNotContain("b130");
        assertThat(requests).isEqualTo(6);
    }

    @Test
    void anUnchangedListingIsReadOnce() throws IOException {
        assertThat(read(allOfThem, (number, list) -> {})).hasSize(50);
        assertThat(requests).isEqualTo(3);
    }

    @Test
    void aListingOfOnePageIsBelievedAtOnce() throws IOException {
        items.subList(10, 50).clear();

        assertThat(read(allOfThem, (number, list) -> {})).hasSize(10);
        assertThat(requests).isEqualTo(1);
    }

    @Test
    void aWalkWhoseCursorWasRemovedIsBegunAgain() throws IOException {
        List<String> read = read(allOfThem, (number, list) -> {
            if (number == 2) {
                list.remove("b119");
            }
        });

        assertThat(read).hasSize(50).contains("b119");
    }

    @Test
    void aListingThatNeverHoldsStillIsNotBelieved() throws IOException {
        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> read(allOfThem, (number, list) -> list.remove(19)))
                .withMessage("The listing of bookmarks changes faster than it can be read");
    }

    private List<String> read(Set<String> known, BiConsumer<Integer, List<String>> beforeAnswering) throws IOException {
        try (ScriptedServer server = new ScriptedServer(seen -> {
                    requests++;
                    beforeAnswering.accept(requests, items);
                    return page(seen);
                });
                ApiBench bench = new ApiBench(server.baseUrl())) {
            return bench.user().lookingFor(() -> known).all(BOOKMARKS).stream()
                    .map(item -> item.get("id").stringValue())
                    .toList();
        }
    }

    private Reply page(Seen seen) {
        @Nullable String after = seen.query().get("after");
        int from = after == null ? 0 : items.indexOf(after) + 1;
        if (after != null && from == 0) {
            return Reply.json(
                    422, "{\"message\":\"Validation Error\",\"type\":\"unprocessable_entity\",\"success\":false}");
        }
        int to = Math.min(items.size(), from + 20);
        String data = items.subList(from, to).stream()
                .map("{\"id\":\"%s\"}"::formatted)
                .collect(Collectors.joining(","));
        return Reply.ok("{\"success\":true,\"data\":[" + data + "],\"pagination\":{\"endCursor\":\"" + items.get(to - 1)
                + "\",\"hasNextPage\":" + (to < items.size()) + "}}");
    }
}
