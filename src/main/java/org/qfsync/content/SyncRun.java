package org.qfsync.content;

import java.util.function.BooleanSupplier;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;

/**
 * The run that a sync belongs to.
 *
 * @param unknown takes what is not as we know it
 * @param full true if everything is to be fetched anew, whatever the sync tokens say
 * @param stopping true once the run is asked to stop
 */
public record SyncRun(Stamp stamp, UnknownFields unknown, boolean full, BooleanSupplier stopping) {}
