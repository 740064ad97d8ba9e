/**
 * Defines a run: gate, steps, parameters, restart and recover rules, verdict.
 *
 * <p>May use: {@code content}, {@code user}, {@code report}, {@code http}, {@code api}, {@code token}, {@code store} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.job;

import org.jspecify.annotations.NullMarked;
