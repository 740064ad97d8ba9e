/**
 * A faithful simulated QF service; nothing but {@code cli} knows it.
 *
 * <p>May use: nothing ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.sandbox;

import org.jspecify.annotations.NullMarked;
