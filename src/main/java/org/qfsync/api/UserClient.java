package org.qfsync.api;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SyncException;
import org.qfsync.token.AccessTokens;
import tools.jackson.databind.node.ObjectNode;

/**
 * One user's data at the User APIs. Each listing is complete or fails; nothing partial is ever returned.
 *
 * <p>The items of a listing are JSON objects with an id, each id once. What their fields mean is known to whoever asks.
 *
 * <p>Errors: the {@link SyncException} whose class says what to do. A refused token is renewed once; refused again it
 * is a {@link org.qfsync.domain.ReauthorizeException}. As thread-safe as its tokens.
 */
public final class UserClient {
    /** Error code of a token that the API refused although it had just been renewed. */
    public static final String TOKEN_REFUSED = "token_refused";

    /** The most that the service allows; without it, or with more, it answers 422. */
    private static final int PER_PAGE = 20;

    /** The same where the parameter is called {@code limit}. */
    private static final int LIMIT = 50;

    private final UserFeign feign;
    private final String clientId;
    private final Authorized authorized;
    private final Supplier<Set<String>> lastSeen;

    UserClient(UserFeign feign, QfEnvironment environment, String clientId, AccessTokens tokens) {
        this.feign = feign;
        this.clientId = clientId;
        this.authorized = new Authorized(environment, tokens, Complaint::refusedForUser);
        this.lastSeen = Set::of;
    }

    private UserClient(UserClient other, Supplier<Set<String>> lastSeen) {
        this.feign = other.feign;
        this.clientId = other.clientId;
        this.authorized = other.authorized;
        this.lastSeen = lastSeen;
    }

    /**
     * The same, but a listing of several pages that lacks one of these ids is walked again before it is believed: an
     * item that moved between pages meanwhile is not gone.
     *
     * @param ids what was listed last time; asked for once there is a second page
     */
    public UserClient lookingFor(Supplier<Set<String>> ids) {
        return new UserClient(this, ids);
    }

    /** All items of a listing that is paged by {@code first} and {@code after}. */
    public List<ObjectNode> all(UserRequest request) {
        return paged(request.with("first", PER_PAGE), "after");
    }

    /** All items of a listing that is paged by {@code limit} and {@code cursor}, as that of notes alone is. */
    public List<ObjectNode> allByLimit(UserRequest request) {
        return paged(request.with("limit", LIMIT), "cursor");
    }

    private List<ObjectNode> paged(UserRequest request, String cursor) {
        return CursorPager.all(request.listing(), lastSeen, after -> {
            UserRequest page = after == null ? request : request.with(cursor, after);
            return authorized.call(
                    token -> feign.list(token, clientId, page.path(), Opaque.encoded(page.query()), page.headers()));
        });
    }

    /** All items of a collection; the id of the virtual Favorites is {@code __default__}. */
    public List<ObjectNode> collectionItems(String collectionId) {
        return CursorPager.all(
                "The listing of collection " + collectionId,
                lastSeen,
                after -> authorized.call(token -> feign.collectionItems(
                        token, clientId, Opaque.encoded(collectionId), PER_PAGE, Opaque.encodedOrAbsent(after))));
    }

    /** One thing that is no listing. */
    public ObjectNode one(UserRequest request) {
        return authorized
                .call(token -> feign.document(
                        token, clientId, request.path(), Opaque.encoded(request.query()), request.headers()))
                .data();
    }

    /** One thing that comes without the usual envelope, as the profile alone does. */
    public ObjectNode bare(UserRequest request) {
        return authorized.call(token ->
                feign.bare(token, clientId, request.path(), Opaque.encoded(request.query()), request.headers()));
    }

    /**
     * The feed of what changed; pre-live alone has it.
     *
     * @param resources the kinds of things to be told of, by the service's words
     */
    public MutationFeed mutations(SortedSet<String> resources) {
        return new MutationFeed(feign, clientId, authorized, String.join(",", resources));
    }
}
