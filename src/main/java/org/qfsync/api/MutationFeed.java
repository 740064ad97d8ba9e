package org.qfsync.api;

import feign.TypedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qfsync.domain.PermanentException;

/**
 * What changed of a user's things, by {@code GET /v1/sync} of the User APIs. It tells which things changed, at most
 * once each, and is no log of events.
 *
 * <p>Errors as those of {@link UserClient}; an answer that contradicts itself is a {@link PermanentException}. As
 * thread-safe as its tokens.
 */
public final class MutationFeed {
    /** The most that the service allows. */
    private static final int PER_PAGE = 1_000;

    private static final int MOST_PAGES = 1_000;
    private static final int MOST_PULLS = 3;
    private static final String HEAD = "X-Mutation-At";

    private record Page(List<Mutation> mutations, boolean hasMore, long head) {}

    private final UserFeign feign;
    private final String clientId;
    private final Authorized authorized;
    private final String resources;

    MutationFeed(UserFeign feign, String clientId, Authorized authorized, String resources) {
        this.feign = feign;
        this.clientId = clientId;
        this.authorized = authorized;
        this.resources = Opaque.encoded(resources);
    }

    /**
     * When the last mutation happened, in milliseconds since 1970; costs one small request.
     *
     * @param since the head that is known; 0 if none is
     */
    public long head(long since) {
        return headOf(authorized.call(token -> feign.mutationHead(token, clientId, since, resources)));
    }

    /**
     * All that changed after a head. Pages are counted off, so that a mutation that comes while they are read may hide
     * another: the pull is begun again then.
     *
     * @return what changed, and the head that it leads to; empty if the head never held still
     */
    public Optional<Mutations> since(long head) {
        for (int pull = 0; pull < MOST_PULLS; pull++) {
            Optional<Mutations> whole = pull(head);
            if (whole.isPresent()) {
                return whole;
            }
        }
        return Optional.empty();
    }

    private Optional<Mutations> pull(long since) {
        List<Mutation> all = new ArrayList<>();
        long head = 0;
        for (int number = 1; number <= MOST_PAGES; number++) {
            Page page = page(since, number);
            if (number > 1 && page.head() != head) {
                return Optional.empty();
            }
            head = page.head();
            all.addAll(page.mutations());
            if (!page.hasMore()) {
                return Optional.of(new Mutations(all, head));
            }
            if (page.mutations().isEmpty()) {
                throw odd("an empty page promises more");
            }
        }
        throw odd("the pages have no end");
    }

    private Page page(long since, int number) {
        TypedResponse<SyncAnswer> answer =
                authorized.call(token -> feign.mutations(token, clientId, since, resources, PER_PAGE, number));
        SyncAnswer.Data data = answer.body().data();
        if (data.mutations() == null || data.hasMore() == null) {
            throw odd("a page without mutations or without hasMore");
        }
        return new Page(data.mutations(), data.hasMore(), headOf(answer));
    }

    private static long headOf(TypedResponse<SyncAnswer> answer) {
        try {
            long head = answer.body().data().lastMutationAt().longValueExact();
            for (String header : answer.headers().getOrDefault(HEAD, List.of())) {
                if (Long.parseLong(header.strip()) != head) {
                    throw odd("header and body tell different heads");
                }
            }
            return head;
        } catch (ArithmeticException | NumberFormatException e) {
            throw odd("a head that is no number of milliseconds");
        }
    }

    private static PermanentException odd(String what) {
        return new PermanentException(
                "The feed of mutations cannot be relied on: " + what,
                "unreadable_body",
                200,
                "Listed in the ordinary way instead.",
                null);
    }
}
