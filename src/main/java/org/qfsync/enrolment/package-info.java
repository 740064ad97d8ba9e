/**
 * The public pages where users give and withdraw their consent, and the door through which applications bring one.
 *
 * <p>May use: {@code consent}, {@code http} ({@code domain} is open to every package). It has a web server of its own,
 * on a port of its own, apart from anything that operators use, and sees no token.
 */
@NullMarked
package org.qfsync.enrolment;

import org.jspecify.annotations.NullMarked;
