/** Starts the program: picks the command, owns the {@link java.time.Clock}. May use every package. */
@NullMarked
package org.qfsync;

import org.jspecify.annotations.NullMarked;
