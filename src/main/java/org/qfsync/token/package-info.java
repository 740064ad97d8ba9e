/**
 * Obtains, refreshes, seals and recovers tokens; the only code that sees secrets; owns {@code ops.user_grant}.
 *
 * <p>May use: {@code http} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.token;

import org.jspecify.annotations.NullMarked;
