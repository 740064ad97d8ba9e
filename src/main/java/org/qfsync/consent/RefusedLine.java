package org.qfsync.consent;

/**
 * A line of an import that was not stored.
 *
 * @param number of the line, from 1
 * @param reason in words of ours: nothing of the line is repeated, it may hold a token
 */
public record RefusedLine(long number, String reason) {}
