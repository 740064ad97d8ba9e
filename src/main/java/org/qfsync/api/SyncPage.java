package org.qfsync.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One page of {@code GET /resources/sync} of the Content API v4.
 *
 * @param mutations as they came: one that cannot be understood must not make the others unreadable
 */
public record SyncPage(
        @JsonProperty("sync_until_sequence") @Nullable Long syncUntilSequence,
        @JsonProperty("has_more") Boolean hasMore,
        @JsonProperty("next_page_url") @Nullable String nextPageUrl,
        @JsonProperty("next_sync_token") @Nullable String nextSyncToken,
        List<JsonNode> mutations) {
    public SyncPage {
        Wire.required(hasMore, "has_more");
        Wire.required(mutations, "mutations");
        if (hasMore) {
            Wire.required(nextPageUrl, "next_page_url");
        }
    }

    /** Where the next page is, to be asked for unchanged; empty on the last page. */
    public Optional<String> next() {
        return hasMore ? Optional.ofNullable(nextPageUrl) : Optional.empty();
    }

    /** The checkpoint that the last page carries; empty if it does not. */
    public Optional<String> token() {
        return hasMore || nextSyncToken == null || nextSyncToken.isBlank()
                ? Optional.empty()
                : Optional.of(nextSyncToken);
    }

    /** Without the token and the cursor. */
    @Override
    public String toString() {
        return "SyncPage[" + mutations.size() + " mutations, hasMore=" + hasMore + "]";
    }

    /** The envelope. */
    record Answer(SyncPage sync) {
        Answer {
            Wire.required(sync, "sync");
        }
    }
}
