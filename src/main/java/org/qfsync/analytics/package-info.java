/**
 * Answers analysts: named queries, run as the account that may only read, and their results in the forms that people
 * and programs take; the export of the analytics schema.
 *
 * <p>May use: {@code report}, {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.analytics;

import org.jspecify.annotations.NullMarked;
