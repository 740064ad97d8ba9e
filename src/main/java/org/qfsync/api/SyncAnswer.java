package org.qfsync.api;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of the pre-live feed of mutations; with {@code metadataOnly} the head is all there is. */
record SyncAnswer(Data data) {
    SyncAnswer {
        Wire.required(data, "data");
    }

    record Data(
            @Nullable List<Mutation> mutations, @Nullable Boolean hasMore, BigDecimal lastMutationAt) {
        Data {
            Wire.required(lastMutationAt, "data.lastMutationAt");
        }
    }
}
