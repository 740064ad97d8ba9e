/**
 * Makes one HTTP exchange safely: shared pace, total deadline, bounded body, no redirect and no silent re-send.
 *
 * <p>May use: nothing ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.http;

import org.jspecify.annotations.NullMarked;
