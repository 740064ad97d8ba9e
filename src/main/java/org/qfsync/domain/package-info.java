/**
 * The few types that everyone speaks: environment, endpoints, dataset, failure kinds, verdict, settings.
 *
 * <p>May use: nothing ({@code domain} is open to every package).
 */
@NullMarked
package org.qfsync.domain;

import org.jspecify.annotations.NullMarked;
