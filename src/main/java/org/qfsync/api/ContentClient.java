package org.qfsync.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SyncException;
import org.qfsync.token.AccessTokens;

/**
 * QF content, read with our own client's token. Each listing is complete or fails.
 *
 * <p>Errors: the {@link SyncException} whose class says what to do. A refused token is renewed once; refused again it
 * is a {@link org.qfsync.domain.SystemicException}. Thread-safe.
 */
public final class ContentClient {
    /** The most that the service allows. */
    private static final int PER_PAGE = 50;

    private final ContentFeign feign;
    private final String clientId;
    private final Authorized authorized;

    ContentClient(ContentFeign feign, QfEnvironment environment, String clientId, AccessTokens tokens) {
        this.feign = feign;
        this.clientId = clientId;
        this.authorized = new Authorized(environment, tokens, Complaint::refusedForContent);
    }

    /**
     * All chapters that the environment holds.
     *
     * @param language of the translated names, as an ISO 639-1 code
     */
    public List<ChapterResponse> chapters(String language) {
        return authorized
                .call(token -> feign.chapters(token, clientId, language))
                .chapters();
    }

    /** All verses of a chapter, each id once, in the order that the service gives. */
    public List<VerseResponse> versesOfChapter(int chapter) {
        Map<Integer, VerseResponse> verses = new LinkedHashMap<>();
        for (int page = 1; page > 0; ) {
            ContentFeign.Verses current = versesOn(chapter, page);
            current.verses().forEach(verse -> verses.put(verse.id(), verse));
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
}
