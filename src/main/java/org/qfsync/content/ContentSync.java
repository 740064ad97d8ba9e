package org.qfsync.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qfsync.api.ContentSyncClient;
import org.qfsync.content.FilterResult.Outcome;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.ScopeMissingException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the configured resources in step with the service's Content Sync (Content API v4, {@code /resources/sync} and
 * {@code /resources/snapshots}). Each filter succeeds or fails by itself. Thread-safe; one run at a time.
 */
public final class ContentSync {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSync.class);
    private static final Set<String> WRONG_RESOURCES =
            Set.of("invalid_resources", "unknown_resource_group", "missing_resources");

    private final ContentSyncClient client;
    private final ContentSyncProperties properties;
    private final ContentStorage storage;
    private final SyncTokens tokens;

    public ContentSync(
            ContentSyncClient client,
            ContentSyncProperties properties,
            QfEnvironment environment,
            ContentStorage storage) {
        this.client = client;
        this.properties = properties;
        this.storage = storage;
        this.tokens = new SyncTokens(storage.jdbc(), environment);
    }

    /**
     * Brings every filter up to date.
     *
     * @return what became of each; those after a stop are left out
     * @throws SystemicException if no filter could succeed
     */
    public List<FilterResult> sync(SyncRun run) {
        List<FilterResult> results = new ArrayList<>();
        for (ResourceFilter filter : properties.filters()) {
            FilterResult result = sync(filter, run);
            results.add(result);
            LOG.info("Content Sync {}: {}", filter.canonical(), result.outcome());
            result.hint().ifPresent(LOG::warn);
            if (result.outcome() == Outcome.STOPPED) {
                break;
            }
        }
        return List.copyOf(results);
    }

    /** Live rows of all resources, foot notes included. */
    public long rows() {
        return new ContentResources(storage.jdbc()).rows();
    }

    private FilterResult sync(ResourceFilter filter, SyncRun run) {
        FilterSync sync = new FilterSync(client, storage, tokens, run, filter, properties.perPage());
        try {
            List<String> notes = sync.sync();
            return new FilterResult(filter, Outcome.COMPLETE, sync.counts(), Optional.empty(), notes);
        } catch (Stopped e) {
            return new FilterResult(filter, Outcome.STOPPED, sync.counts(), Optional.empty(), List.of());
        } catch (TransientException e) {
            return failed(filter, Outcome.FAILED, sync, e, run);
        } catch (ScopeMissingException e) {
            return failed(filter, Outcome.BLOCKED, sync, e, run);
        } catch (PermanentException e) {
            return e.code().equals(FilterSync.OFF)
                    ? failed(filter, Outcome.OFF, sync, e, run)
                    : failed(filter, Outcome.BLOCKED, sync, explained(e), run);
        }
    }

    private FilterResult failed(ResourceFilter filter, Outcome outcome, FilterSync sync, SyncException e, SyncRun run) {
        SyncTokens.State state = outcome == Outcome.BLOCKED ? SyncTokens.State.BLOCKED : SyncTokens.State.OPEN;
        storage.inTransaction(rows -> {
            tokens.block(filter, state, e.code() + ": " + e.getMessage(), run.stamp());
            return true;
        });
        return new FilterResult(filter, outcome, sync.counts(), Optional.of(e), List.of());
    }

    private static PermanentException explained(PermanentException e) {
        String hint = e.hint();
        if (WRONG_RESOURCES.contains(e.code())) {
            hint = "The service does not know a group or id: check QFSYNC_CONTENT_RESOURCES. Rows that are stored stay"
                    + " as they are.";
        } else if (e.code().equals("invalid_per_page")) {
            hint = "Check QFSYNC_CONTENT_PER_PAGE. Rows that are stored stay as they are.";
        } else if (e.code().equals("body_too_large")) {
            hint = "If the snapshot is legitimate, raise QFSYNC_CONTENT_MAX_SNAPSHOT_BYTES.";
        }
        return new PermanentException(e.getMessage(), e.code(), e.httpStatus(), hint, e);
    }
}
