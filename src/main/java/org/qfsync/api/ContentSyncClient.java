package org.qfsync.api;

import feign.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SyncException;
import org.qfsync.token.AccessTokens;

/**
 * Content Sync of the Content API v4: a feed of what changed ({@code GET /resources/sync}) and snapshots of whole
 * resources, read with our own client's token.
 *
 * <p>Errors: the {@link SyncException} whose class says what to do; its code is the service's own word
 * ({@code resync_required}, {@code token_filter_mismatch}, …). A refused token is renewed once; refused again it is a
 * {@link org.qfsync.domain.SystemicException}. A URL that leads away from our own gateway is refused unsent, with code
 * {@value #FOREIGN_URL}. Thread-safe.
 */
public final class ContentSyncClient {
    /** Error code of a URL that we do not follow. */
    public static final String FOREIGN_URL = "foreign_url";

    private final OpaqueCalls pages;
    private final OpaqueCalls snapshots;
    private final Authorized authorized;
    private final AnswerDecoder decoder;
    private final ContentPath paths;
    private final QfEnvironment environment;

    ContentSyncClient(
            OpaqueCalls pages,
            OpaqueCalls snapshots,
            ContentPath paths,
            QfEnvironment environment,
            AccessTokens tokens) {
        this.pages = pages;
        this.snapshots = snapshots;
        this.paths = paths;
        this.environment = environment;
        this.decoder = new AnswerDecoder(environment);
        this.authorized = new Authorized(environment, tokens, Complaint::refusedForContent);
    }

    /** The first page of all that there is. */
    public SyncPage bootstrap(String filter, int perPage) {
        return first("bootstrap=true", filter, perPage);
    }

    /** The first page of what changed since that checkpoint. */
    public SyncPage since(String token, String filter, int perPage) {
        return first("sync_token=" + Opaque.encoded(token), filter, perPage);
    }

    private SyncPage first(String from, String filter, int perPage) {
        return page(paths.resolve(
                "/api/v4/resources/sync?" + from + "&resources=" + Opaque.encoded(filter) + "&per_page=" + perPage,
                "the first page"));
    }

    /** A further page. */
    public SyncPage next(String nextPageUrl) {
        return page(paths.resolve(nextPageUrl, "next_page_url"));
    }

    private SyncPage page(URI url) {
        return authorized.call(token -> pages.get(url, token, this::page));
    }

    private SyncPage page(Response response) throws IOException {
        try (response) {
            return ((SyncPage.Answer) decoder.decode(response, SyncPage.Answer.class)).sync();
        }
    }

    /**
     * All rows of a resource as they are now, from where a change of the feed says they are.
     *
     * @return to be closed
     */
    public Snapshot snapshot(String snapshotUrl) {
        return snapshot(paths.resolve(snapshotUrl, "snapshot_url"));
    }

    /** The same for a resource that the feed did not speak of. */
    public Snapshot snapshot(String group, long resourceId) {
        return snapshot(paths.resolve(
                "/api/v4/resources/snapshots/" + Opaque.encoded(group) + "/" + resourceId, "the snapshot"));
    }

    private Snapshot snapshot(URI url) {
        return authorized.call(token -> snapshots.get(url, token, response -> verified(url, response)));
    }

    private Snapshot verified(URI url, Response response) throws IOException {
        String type = String.join(" ", response.headers().getOrDefault("Content-Type", List.of()));
        if (type.toLowerCase(Locale.ROOT).contains("html")) {
            response.close();
            throw unreadable(url, "it is an HTML page");
        }
        return Snapshot.verified(response.body()).orElseThrow(() -> unreadable(url, "it is not a whole snapshot"));
    }

    private PermanentException unreadable(URI url, String why) {
        return new PermanentException(
                environment.id() + " GET " + url.getPath() + " answered 200 with a body that cannot be read: " + why,
                "unreadable_body",
                200,
                "Nothing was changed, the rows are kept; the next run tries again. If it stays so, update qfsync.",
                null);
    }
}
