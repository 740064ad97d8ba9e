package org.qfsync.user;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.api.Mutation;
import org.qfsync.api.MutationFeed;
import org.qfsync.api.Mutations;
import org.qfsync.api.UserClient;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ListingState;
import org.qfsync.store.ListingState.Head;
import org.qfsync.store.LiveRows;
import org.qfsync.store.UnknownFields;

/**
 * Asks the feed of mutations, where there is one, what of a user changed. The feed is an index only: rows come from the
 * ordinary listings, so that a user is the same with it and without it, and what it says in words that we do not know
 * is never applied. Whatever is odd about it, the ordinary listings tell all. Thread-safe.
 */
final class SyncFeed {
    private static final String SCOPE = "sync";

    private final UserProperties properties;
    private final Set<Dataset> datasets;
    private final LiveRows rows;

    /** @param datasets that are read */
    SyncFeed(UserProperties properties, Set<Dataset> datasets, LiveRows rows) {
        this.properties = properties;
        this.datasets = datasets;
        this.rows = rows;
    }

    /**
     * What the feed told of a user.
     *
     * @param extent what has to be listed
     * @param covered the datasets that it tells of; empty if it was not asked
     * @param head that the rows know of once these datasets are stored; empty if there is none
     * @param hint why it could not be used; null if it could or was not asked
     */
    record Told(
            Extent extent,
            Set<Dataset> covered,
            Optional<Head> head,
            @Nullable String hint) {
        /** Nothing, because it was not asked; the rows know of that head as before. */
        static Told of(Optional<Head> head) {
            return new Told(Extent.CHANGED, Set.of(), head, null);
        }

        @Nullable String hintFor(Dataset dataset) {
            return covered.contains(dataset) ? hint : null;
        }
    }

    /**
     * Asks it.
     *
     * @param full true if everything will be listed whatever it says: then it is asked for its head alone
     */
    Told ask(
            String sub,
            UserClient client,
            Set<String> scopes,
            ListingState before,
            boolean full,
            UnknownFields unknown) {
        Set<SyncResource> resources = properties.syncFeed() && scopes.contains(SCOPE)
                ? SyncResource.coveredBy(scopes, datasets)
                : EnumSet.noneOf(SyncResource.class);
        if (resources.isEmpty()) {
            return Told.of(Optional.empty());
        }
        Set<Dataset> covered = resources.stream()
                .map(SyncResource::dataset)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dataset.class)));
        MutationFeed feed =
                client.mutations(resources.stream().map(Enum::name).collect(Collectors.toCollection(TreeSet::new)));
        String covers = covers(resources);
        try {
            Optional<Head> known = before.head().filter(head -> head.covers().equals(covers));
            long head = feed.head(known.map(SyncFeed::start).orElse(0L));
            if (full || known.isEmpty() || head < known.get().at()) {
                return told(Extent.CHANGED, covered, head, covers);
            }
            if (head == known.get().at()) {
                return told(new Extent(false, covered, Optional.empty(), Set.of()), covered, head, covers);
            }
            Optional<Mutations> changed = feed.since(start(known.get()));
            return changed.isEmpty()
                    ? told(Extent.CHANGED, covered, head, covers)
                    : told(
                            extent(sub, resources, changed.get(), unknown),
                            covered,
                            changed.get().head(),
                            covers);
        } catch (SyncException e) {
            if (e.kind() == FailureKind.REAUTHORIZE || e.kind() == FailureKind.SYSTEMIC) {
                throw e;
            }
            return new Told(
                    Extent.CHANGED,
                    covered,
                    Optional.empty(),
                    "The sync feed could not be used (" + e.code() + "); listed in the ordinary way instead. To not"
                            + " ask it: QFSYNC_USER_SYNC_FEED=never");
        }
    }

    /** Zero and less stand for the beginning. */
    private static long start(Head head) {
        return Math.max(0, head.at());
    }

    private static Told told(Extent extent, Set<Dataset> covered, long head, String covers) {
        return new Told(extent, covered, Optional.of(new Head(head, covers)), null);
    }

    private String covers(Set<SyncResource> resources) {
        return resources.stream().map(Enum::name).collect(Collectors.joining(",")) + "; mushaf "
                + properties.mushafId();
    }

    private Extent extent(String sub, Set<SyncResource> resources, Mutations changed, UnknownFields unknown) {
        Touched touched = new Touched(sub, rows);
        boolean understood = !changed.all().isEmpty();
        for (Mutation mutation : changed.all()) {
            understood &= touched.add(mutation, unknown);
        }
        return understood ? touched.extent(resources) : Extent.CHANGED;
    }
}
