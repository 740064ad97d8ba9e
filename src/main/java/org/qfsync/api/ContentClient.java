package org.qfsync.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SyncException;
import org.qfsync.token.AccessTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * QF content of the regular endpoints (Content API v4), read with our own client's token. Each listing is complete or
 * fails; what an object must hold is for the caller to judge.
 *
 * <p>Errors: the {@link SyncException} whose class says what to do. A refused token is renewed once; refused again it
 * is a {@link org.qfsync.domain.SystemicException}. Thread-safe.
 */
public final class ContentClient {
    /** The most that the service allows. */
    private static final int PER_PAGE = 50;

    private final ContentFeign feign;
    private final QfEnvironment environment;
    private final String clientId;
    private final Authorized authorized;

    ContentClient(ContentFeign feign, QfEnvironment environment, String clientId, AccessTokens tokens) {
        this.feign = feign;
        this.environment = environment;
        this.clientId = clientId;
        this.authorized = new Authorized(environment, tokens, Complaint::refusedForContent);
    }

    /**
     * All objects of a listing, in the order that the service gives.
     *
     * @param language of the translated names, as an ISO 639-1 code
     */
    public List<ObjectNode> listing(ContentListing listing, String language) {
        ObjectNode answer = authorized.call(token -> feign.listing(token, clientId, listing.path(), language));
        if (!answer.path(listing.field()).isArray()) {
            throw unreadable(listing.path(), listing.field() + " is missing");
        }
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode element : answer.path(listing.field())) {
            if (!(element instanceof ObjectNode object)) {
                throw unreadable(listing.path(), "no object at " + listing.field() + "[" + objects.size() + "]");
            }
            objects.add(object);
        }
        return objects;
    }

    /**
     * What QF tells about a chapter; empty if it has nothing in that language.
     *
     * @param language as an ISO 639-1 code; the text may come in another one
     */
    public Optional<ObjectNode> chapterInfo(int chapter, String language) {
        ObjectNode answer = authorized.call(token -> feign.chapterInfo(token, clientId, chapter, language));
        JsonNode info = answer.path("chapter_info");
        if (info.isNull()) {
            return Optional.empty();
        }
        if (!(info instanceof ObjectNode object)) {
            throw unreadable("chapters/" + chapter + "/info", "chapter_info is missing");
        }
        return Optional.of(object);
    }

    /** All verses of a chapter, each id once, in the order that the service gives. */
    public List<ObjectNode> versesOfChapter(int chapter) {
        Map<JsonNode, ObjectNode> verses = new LinkedHashMap<>();
        for (int page = 1; page > 0; ) {
            ContentFeign.Verses current = versesOn(chapter, page);
            current.verses().forEach(verse -> verses.put(verse.path("id"), verse));
            page = next(chapter, page, current);
        }
        return new ArrayList<>(verses.values());
    }

    private ContentFeign.Verses versesOn(int chapter, int page) {
        return authorized.call(token -> feign.verses(token, clientId, chapter, PER_PAGE, page));
    }

    private static int next(int chapter, int page, ContentFeign.Verses current) {
        Integer nextPage = current.pagination().nextPage();
        if (nextPage == null) {
            return 0;
        }
        if (nextPage != page + 1 || current.verses().isEmpty()) {
            throw new PermanentException(
                    "The verses of chapter " + chapter + ": page " + page + " with "
                            + current.verses().size() + " verses names page " + nextPage + " as the next",
                    "cursor_repeats",
                    200,
                    "Nothing was changed; the next run tries again. Report it to Quran Foundation if it stays so.",
                    null);
        }
        return nextPage;
    }

    private PermanentException unreadable(String path, String why) {
        return new PermanentException(
                environment.id() + " GET /content/api/v4/" + path + " answered 200 with a body that cannot be read: "
                        + why,
                "unreadable_body",
                200,
                "Nothing was changed. If it stays so, the service has changed its answers: update qfsync.",
                null);
    }
}
