package org.qfsync.job;

import org.qfsync.content.RegularContent;
import org.qfsync.content.SyncedResources;
import org.qfsync.store.KeptRows;

/**
 * All content that may be kept for a time only.
 *
 * @param rows of the regular content
 */
record KeptContent(RegularContent regular, SyncedResources synced, KeptRows rows) {}
