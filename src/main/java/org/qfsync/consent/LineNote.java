package org.qfsync.consent;

/**
 * What is to be told of one line of an import.
 *
 * @param number of the line, from 1
 * @param refused true if it cannot be used; false for a note about one that can
 * @param words of ours: nothing of the line is repeated, it may hold a token
 */
public record LineNote(long number, boolean refused, String words) {}
