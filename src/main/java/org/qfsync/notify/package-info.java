/**
 * Tells people outside of the program when something turns bad, worse or good again.
 *
 * <p>May use: {@code report}, {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.notify;

import org.jspecify.annotations.NullMarked;
