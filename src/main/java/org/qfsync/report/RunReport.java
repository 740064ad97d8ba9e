package org.qfsync.report;

import java.util.List;
import java.util.Optional;
import org.qfsync.store.DatasetSummary;
import org.qfsync.store.Hold;

/**
 * All that an operator wants to know of a run.
 *
 * @param datasets what was synced; empty if the run did not come so far
 * @param open who was left open and why
 * @param skipped datasets that were not synced although the rest of the user was, and content that failed
 * @param held losses that wait for an operator now, whichever run noticed them
 * @param drift what this version does not know of the answers, the newest first
 * @param successor the latest pass of a night that went on after it: of the same night or a later one; empty if it is
 *     the latest itself, or no part of a night
 */
public record RunReport(
        RunHead run,
        UserCounts users,
        List<DatasetSummary> datasets,
        List<OpenUsers> open,
        List<SkippedDataset> skipped,
        List<DriftNote> drift,
        List<Hold> held,
        Optional<RunHead> successor) {}
