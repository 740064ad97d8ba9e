package org.qfsync.api;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SyncException;
import org.qfsync.token.AccessTokens;

/**
 * One user's data at the User APIs. Each listing is complete or fails; nothing partial is ever returned.
 *
 * <p>Errors: the {@link SyncException} whose class says what to do. A refused token is renewed once; refused again it
 * is a {@link org.qfsync.domain.ReauthorizeException}. As thread-safe as its tokens.
 */
public final class UserClient {
    /** Error code of a token that the API refused although it had just been renewed. */
    public static final String TOKEN_REFUSED = "token_refused";

    /** The most that the service allows; without it, or with more, it answers 422. */
    private static final int PER_PAGE = 20;

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

    /** All collections. The virtual {@link CollectionResponse#FAVORITES} may be missing among them. */
    public List<CollectionResponse> collections() {
        return CursorPager.all(
                "The listing of collections",
                lastSeen,
                after -> authorized.call(
                        token -> feign.collections(token, clientId, PER_PAGE, Opaque.encodedOrAbsent(after))));
    }

    /** All items of a collection, which may be {@link CollectionResponse#FAVORITES}. */
    public List<BookmarkResponse> collectionItems(String collectionId) {
        return CursorPager.all(
                "The listing of collection " + collectionId,
                lastSeen,
                after -> authorized.call(token -> feign.collectionItems(
                        token, clientId, Opaque.encoded(collectionId), PER_PAGE, Opaque.encodedOrAbsent(after))));
    }

    /** All bookmarks of one type in one mushaf. */
    public List<BookmarkResponse> bookmarks(BookmarkType type, int mushafId) {
        return CursorPager.all(
                "The listing of " + type.id() + " bookmarks in mushaf " + mushafId,
                lastSeen,
                after -> authorized.call(token -> feign.bookmarks(
                        token, clientId, type.id(), mushafId, PER_PAGE, Opaque.encodedOrAbsent(after))));
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
