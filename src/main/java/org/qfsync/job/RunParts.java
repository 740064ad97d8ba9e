package org.qfsync.job;

/** What the parts of one process's runs share. */
record RunParts(RunControl control, RunProgress progress, OutageWatch outages) {}
