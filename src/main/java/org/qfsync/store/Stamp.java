package org.qfsync.store;

import java.time.Instant;

/** Which run changes rows, and when. */
public record Stamp(long runId, Instant at) {}
