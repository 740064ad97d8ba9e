package org.qfsync.report;

/**
 * What became of the users on a pass's work list.
 *
 * @param users all of them
 * @param done synced
 * @param waiting set aside until they consent again or an operator decides
 * @param failed to be repeated
 * @param pending not come to yet
 */
public record UserCounts(long users, long done, long waiting, long failed, long pending) {}
