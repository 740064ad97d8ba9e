/**
 * Turns a finished run into a summary, and the books into what machines watch: metrics and health.
 *
 * <p>May use: {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.report;

import org.jspecify.annotations.NullMarked;
