package org.qfsync.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.qfsync.api.ContentSyncClient;
import org.qfsync.api.Snapshot;
import org.qfsync.content.SnapshotStore.WithoutSnapshot;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.ChangeCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Applies the changes of one filter's feed in their order, through one run. At the first one that is not understood it
 * stops: what came before is stored, what comes after may depend on it. Used by one thread.
 */
final class FeedApplier {
    /** Error code of a history that goes backwards. */
    static final String DISORDER = "feed_disorder";

    private static final Logger LOG = LoggerFactory.getLogger(FeedApplier.class);

    private final ContentSyncClient client;
    private final SnapshotStore snapshots;
    private final RowChanges rowChanges;
    private final SyncRun run;
    /** Resources whose rows are those of a snapshot of this run, not changed since: to fetch them again is in vain. */
    private final Set<ContentResource> fresh = new HashSet<>();

    /** What the feed has named since {@link #begin}. */
    private final Set<ContentResource> named = new HashSet<>();

    private final Map<ContentResource, Instant> announced = new HashMap<>();
    private final List<PermanentException> refusals = new ArrayList<>();
    private ChangeCounts counts = ChangeCounts.NONE;
    private long lastSequence = Long.MIN_VALUE;

    FeedApplier(ContentSyncClient client, ContentStorage storage, ContentResources resources, SyncRun run) {
        this.client = client;
        this.snapshots = new SnapshotStore(storage, resources);
        this.rowChanges = new RowChanges(storage, resources, snapshots, run);
        this.run = run;
    }

    ChangeCounts counts() {
        return counts;
    }

    /** When the service says that the resources were last changed, as far as this run has been told. */
    Map<ContentResource, Instant> announced() {
        return announced;
    }

    /** The first snapshot that was not to be trusted; the others were fetched all the same. */
    Optional<PermanentException> refusal() {
        return refusals.stream().findFirst();
    }

    /** The feed is read from its beginning. */
    void begin() {
        named.clear();
        lastSequence = Long.MIN_VALUE;
    }

    /** Whether the feed has named it since it was last read from its beginning. */
    boolean hasNamed(ContentResource resource) {
        return named.contains(resource);
    }

    /**
     * Applies the changes of a page.
     *
     * @param ordered true if they are a history, false if they are the list of all that there is
     * @throws PermanentException if one is not understood, or a history goes backwards
     */
    void apply(ResourceFilter filter, List<JsonNode> mutations, boolean ordered) {
        try {
            for (JsonNode json : mutations) {
                Stopped.check(run);
                Mutation mutation = read(json);
                if (ordered) {
                    requireAscending(mutation);
                }
                if (filter.covers(mutation.resource())) {
                    apply(mutation);
                } else {
                    LOG.warn("The feed names {}, which it was not asked for; ignored", mutation.resource());
                }
            }
        } finally {
            // before a change that is not understood, too
            storeRows();
        }
    }

    private Mutation read(JsonNode json) {
        try {
            return Mutation.read(json);
        } catch (PermanentException e) {
            run.unknown().unknownMutation(Dataset.CONTENT_SYNC, "type", json.path("type"));
            throw e;
        }
    }

    private void requireAscending(Mutation mutation) {
        if (mutation.sequence() < lastSequence) {
            throw new PermanentException(
                    "The feed goes backwards: change " + mutation.sequence() + " after " + lastSequence,
                    DISORDER,
                    200,
                    "What came before it is applied, the rows are kept, and the next run asks from the same place. If it"
                            + " stays so, fetch everything anew: qfsync run --full",
                    null);
        }
        lastSequence = mutation.sequence();
    }

    private void apply(Mutation mutation) {
        ContentResource resource = mutation.resource();
        named.add(resource);
        switch (mutation.type().action()) {
            case FETCH -> {
                storeRows();
                String url = mutation.snapshotUrl();
                if (url == null) {
                    fetch(resource);
                } else if (!fresh.contains(resource)) {
                    fetch(resource, () -> client.snapshot(url));
                }
            }
            case REMOVE -> {
                storeRows();
                String why = mutation.unavailableReason();
                count(snapshots.remove(resource, why == null ? "withdrawn by the service" : why, run));
                fresh.remove(resource);
            }
            case STORE_ROW, REMOVE_ROW -> applyToRow(mutation);
            case NOTE -> storeRows();
        }
        if (mutation.changedAt() != null) {
            announced.put(resource, mutation.changedAt());
        }
    }

    private void applyToRow(Mutation mutation) {
        ContentResource resource = mutation.resource();
        if (rowChanges.add(mutation)) {
            fresh.remove(resource);
        } else {
            storeRows();
            fetch(resource);
        }
    }

    private void storeRows() {
        RowChanges.Applied applied = rowChanges.store();
        count(applied.counts());
        for (ContentResource resource : applied.doubtful()) {
            LOG.info("{}: the feed removes a row that we never had; all rows are fetched instead", resource);
            fetch(resource);
        }
    }

    /** Fetches a resource without being told where it is, unless this run has done so. */
    void fetch(ContentResource resource) {
        if (!fresh.contains(resource)) {
            fetch(resource, () -> client.snapshot(resource.group(), resource.id()));
        }
    }

    /**
     * Fetches a resource that a complete list of all that there is leaves out. Lists have been seen to leave out what
     * exists, so that only one that has no snapshot either is gone.
     */
    void confirm(ContentResource resource) {
        fetch(resource, () -> client.snapshot(resource.group(), resource.id()), WithoutSnapshot.REMOVE);
    }

    private void fetch(ContentResource resource, Supplier<Snapshot> request) {
        fetch(resource, request, WithoutSnapshot.KEEP);
    }

    private void fetch(ContentResource resource, Supplier<Snapshot> request, WithoutSnapshot without) {
        Stopped.check(run);
        // Also one that is refused: it would not be better in a moment.
        fresh.add(resource);
        try {
            count(snapshots.replace(resource, request, without, run));
        } catch (PermanentException e) {
            LOG.warn("{}: {}", resource, e.getMessage());
            refusals.add(e);
        }
    }

    private void count(ChangeCounts more) {
        counts = counts.plus(more);
    }
}
