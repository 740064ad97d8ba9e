/**
 * Turns QF content into rows: readers, processors, writers.
 *
 * <p>May use: {@code api}, {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.content;

import org.jspecify.annotations.NullMarked;
