package org.qfsync.report;

import java.util.List;

/**
 * A dataset that was not synced for some users, or as content failed, for the same reason.
 *
 * @param content true for content, which has no users
 * @param outcome SKIPPED or FAILED
 * @param hint what to do
 * @param users how many; 1 for content
 * @param subs the first of them; empty for content
 */
public record SkippedDataset(
        String dataset, boolean content, String outcome, String hint, long users, List<String> subs) {}
