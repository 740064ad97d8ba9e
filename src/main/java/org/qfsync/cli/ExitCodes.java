package org.qfsync.cli;

import org.qfsync.domain.Verdict;
import org.qfsync.job.RunResult;

/** What the process's exit code says; scripts and alerts go by it. */
final class ExitCodes {
    static final int OK = 0;
    static final int USAGE = 2;
    static final int PARTIAL = 3;
    static final int FAILED = 4;
    static final int BUSY = 5;
    static final int STOPPED = 6;
    /** {@code EX_CONFIG} of {@code sysexits.h}. */
    static final int CONFIGURATION = 78;

    private ExitCodes() {}

    static int of(RunResult.End end) {
        return switch (end) {
            case COMPLETED, NOTHING_TO_DO -> OK;
            case PARTIAL -> PARTIAL;
            case FAILED -> FAILED;
            case LEASE_TAKEN, LEASE_LOST -> BUSY;
            case STOPPED -> STOPPED;
            case UNKNOWN_NIGHT -> USAGE;
        };
    }

    static int of(Verdict verdict) {
        return switch (verdict) {
            case COMPLETED -> OK;
            case PARTIAL -> PARTIAL;
            case FAILED -> FAILED;
            case STOPPED -> STOPPED;
        };
    }
}
