/**
 * Decides when a run starts: trigger, misfire, overlap (Quartz).
 *
 * <p>May use: {@code job} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.schedule;

import org.jspecify.annotations.NullMarked;
