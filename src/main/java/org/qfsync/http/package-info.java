/**
 * Makes one HTTP exchange safely: shared pace, total deadline, bounded body, no redirect and no silent re-send. And what
 * both web servers of ours have in common: how much a visitor may ask, and whom to believe where one comes from.
 *
 * <p>May use: nothing ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.http;

import org.jspecify.annotations.NullMarked;
