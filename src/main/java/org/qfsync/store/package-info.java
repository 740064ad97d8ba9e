/**
 * Writes synced rows idempotently: schema, identity, upsert, tombstone, dataset state.
 *
 * <p>May use: nothing ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.store;

import org.jspecify.annotations.NullMarked;
