/**
 * Speaks the remote API: Feign clients, wire records, paging, error decoding.
 *
 * <p>May use: {@code http}, {@code token} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.api;

import org.jspecify.annotations.NullMarked;
