package org.qfsync.job;

/**
 * One user to be worked off.
 *
 * @param sub the user
 * @param lastChance true if it was put off once already in this attempt
 */
record WorkItem(String sub, boolean lastChance) {}
