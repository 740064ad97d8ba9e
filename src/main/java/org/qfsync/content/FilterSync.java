package org.qfsync.content;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.qfsync.api.ContentSyncClient;
import org.qfsync.api.SyncPage;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.ScopeMissingException;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ChangeCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what one filter covers up to date, once: from its token, or by a bootstrap. Each way in which the service
 * refuses has its own recovery, and none is tried twice. The new token is stored when every page and every snapshot
 * has been. Used once, by one thread.
 */
final class FilterSync {
    private static final Logger LOG = LoggerFactory.getLogger(FilterSync.class);
    /** Error code of a feed that we may not read. */
    static final String OFF = "content_sync_off";

    private static final Set<Integer> NO_ACCESS = Set.of(403, 404);
    private static final int MOST_PAGES = 10_000;
    private static final Set<String> START_ANEW = Set.of("resync_required", "token_filter_mismatch");
    /** What is in the feed's way, but not in the way of a snapshot. */
    private static final Set<String> FEED_IS_STUCK =
            Set.of(Mutation.UNKNOWN, Mutation.UNREADABLE, FeedApplier.DISORDER, "no_sync_token", "cursor_repeats");

    private static final Set<String> START_AGAIN = Set.of("cursor_filter_mismatch", "cursor_per_page_mismatch");

    private final ContentSyncClient client;
    private final ContentStorage storage;
    private final SyncTokens tokens;
    private final ContentResources resources;
    private final SyncRun run;
    private final ResourceFilter filter;
    private final int perPage;
    private final FeedApplier applier;

    FilterSync(
            ContentSyncClient client,
            ContentStorage storage,
            SyncTokens tokens,
            SyncRun run,
            ResourceFilter filter,
            int perPage) {
        this.client = client;
        this.storage = storage;
        this.tokens = tokens;
        this.resources = new ContentResources(storage.jdbc());
        this.run = run;
        this.filter = filter;
        this.perPage = perPage;
        this.applier = new FeedApplier(client, storage, resources, run);
    }

    ChangeCounts counts() {
        return applier.counts();
    }

    /**
     * Does it.
     *
     * @return what an operator should know
     * @throws org.qfsync.domain.SyncException if it is not complete; the token is as it was, or dropped
     */
    List<String> sync() {
        storage.inTransaction(rows -> {
            tokens.open(filter, run.stamp());
            return true;
        });
        Optional<String> token = run.full() ? Optional.empty() : tokens.find(filter);
        Set<String> tried = new HashSet<>();
        while (true) {
            try {
                return complete(pull(token));
            } catch (PermanentException e) {
                // 410 without a word we know is as good as the word
                boolean anew =
                        START_ANEW.contains(e.code()) || Integer.valueOf(410).equals(e.httpStatus());
                if (FEED_IS_STUCK.contains(e.code())) {
                    fetchMissing();
                }
                if (!(anew || START_AGAIN.contains(e.code())) || !tried.add(anew ? "anew" : "again")) {
                    throw e;
                }
                LOG.info("{}: {}; starting {}", filter.canonical(), e.code(), anew ? "with a bootstrap" : "again");
                if (anew) {
                    token = Optional.empty();
                    storage.inTransaction(rows -> {
                        tokens.drop(filter, e.code(), run.stamp());
                        return true;
                    });
                }
            }
        }
    }

    /** All pages; returns the new token. */
    private String pull(Optional<String> token) {
        Set<String> seen = new HashSet<>();
        applier.begin();
        SyncPage page = first(token);
        while (true) {
            applier.apply(filter, page.mutations(), token.isPresent());
            Optional<String> next = page.next();
            if (next.isEmpty()) {
                String earned = page.token().orElseThrow(FilterSync::withoutToken);
                if (token.isEmpty()) {
                    confirmOmitted();
                }
                return earned;
            }
            if (!seen.add(next.get()) || seen.size() > MOST_PAGES) {
                throw endless(seen.size());
            }
            Stopped.check(run);
            page = client.next(next.get());
        }
    }

    /**
     * What was withdrawn while we had no good token is named by nobody: a bootstrap lists only what there is. So
     * whatever holds rows and was not in it is asked for.
     */
    private void confirmOmitted() {
        resources.ofGroup(filter.group()).stream()
                .filter(entry -> filter.covers(entry.resource()) && !applier.hasNamed(entry.resource()))
                .filter(ContentResources.Entry::holdsRows)
                .map(ContentResources.Entry::resource)
                .forEach(applier::confirm);
    }

    private SyncPage first(Optional<String> token) {
        Stopped.check(run);
        Supplier<SyncPage> request = token.<Supplier<SyncPage>>map(
                        known -> () -> client.since(known, filter.canonical(), perPage))
                .orElse(() -> client.bootstrap(filter.canonical(), perPage));
        try {
            return request.get();
        } catch (PermanentException | ScopeMissingException e) {
            throw NO_ACCESS.contains(e.httpStatus()) ? off(e) : e;
        }
    }

    private static PermanentException off(SyncException e) {
        return new PermanentException(
                e.getMessage(),
                OFF,
                e.httpStatus(),
                "This client may not use Content Sync: ask Quran Foundation to enable it. Rows that are stored stay as"
                        + " they are.",
                e);
    }

    private List<String> complete(String token) {
        List<ContentResources.Entry> missing = fetchMissing();
        Optional<PermanentException> refusal = applier.refusal();
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        storage.inTransaction(rows -> {
            tokens.complete(filter, token, run.stamp());
            resources.complete(filter, run.stamp());
            applier.announced().forEach(resources::announced);
            return true;
        });
        return missing.stream().map(this::note).toList();
    }

    /**
     * The feed has been seen to leave out resources that exist: what was asked for and holds no rows is fetched
     * directly.
     *
     * @return what still cannot be had
     */
    List<ContentResources.Entry> fetchMissing() {
        List<ContentResources.Entry> known = resources.ofGroup(filter.group());
        List<ContentResource> wanted = filter.named()
                .orElseGet(() ->
                        known.stream().map(ContentResources.Entry::resource).toList());
        for (ContentResource resource : wanted) {
            boolean there = known.stream().anyMatch(entry -> entry.resource().equals(resource) && !entry.isMissing());
            if (!there) {
                applier.fetch(resource);
            }
        }
        return resources.ofGroup(filter.group()).stream()
                .filter(entry -> wanted.contains(entry.resource()))
                .filter(ContentResources.Entry::isMissing)
                .toList();
    }

    private String note(ContentResources.Entry entry) {
        String name = entry.resource().toString();
        if (entry.state() == ContentResources.State.AVAILABLE) {
            return name + " is empty.";
        }
        return entry.fetched()
                ? name + " is no longer available (" + entry.reason().orElse("") + "); its rows are kept as they were."
                : name + " is not there (" + entry.reason().orElse("")
                        + "): neither the feed nor a snapshot knows it. Check the id in QFSYNC_CONTENT_RESOURCES.";
    }

    private static PermanentException withoutToken() {
        return new PermanentException(
                "The last page of the feed carries no token",
                "no_sync_token",
                200,
                "What it named is applied; the next run begins at the same place. Report it to Quran Foundation if it"
                        + " stays so.",
                null);
    }

    private static PermanentException endless(int pages) {
        return new PermanentException(
                "The feed does not end: after " + pages + " pages it names one that was there before, or is too long",
                "cursor_repeats",
                200,
                "What came before is applied; the next run begins at the same place. Report it to Quran Foundation if it"
                        + " stays so.",
                null);
    }
}
