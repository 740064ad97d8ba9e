/**
 * One class per command; turns outcomes into words and exit codes.
 *
 * <p>May use: {@code analytics}, {@code job}, {@code schedule}, {@code consent}, {@code report}, {@code store}, {@code token}, {@code api}, {@code http}, {@code enrolment}, {@code sandbox} ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.cli;

import org.jspecify.annotations.NullMarked;
