package org.qfsync.consent;

/**
 * What an import did, or in a dry run would do.
 *
 * @param stored grants stored, new ones and replaced ones
 * @param kept lines passed over because the stored grant is newer
 * @param repeated lines whose user had come earlier in the same file
 * @param refused lines refused
 */
public record ImportResult(long stored, long kept, long repeated, long refused) {}
