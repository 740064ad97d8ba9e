/**
 * How a grant comes and goes; import, login, withdrawal, erasure, export.
 *
 * <p>May use: {@code http}, {@code api}, {@code token}, {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.consent;

import org.jspecify.annotations.NullMarked;
