/**
 * Turns one user's remote data into rows.
 *
 * <p>May use: {@code api}, {@code token}, {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.user;

import org.jspecify.annotations.NullMarked;
