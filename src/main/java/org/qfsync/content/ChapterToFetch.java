package org.qfsync.content;

/**
 * A stored chapter whose verses are to be fetched.
 *
 * @param versesCount how many it must have
 */
public record ChapterToFetch(int id, int versesCount) {}
