/**
 * How a grant comes and goes; in this version: import.
 *
 * <p>May use: {@code api}, {@code token}, {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.consent;

import org.jspecify.annotations.NullMarked;
