package org.qfsync.job;

import io.micrometer.observation.ObservationRegistry;

/**
 * What the parts of one process's runs share.
 *
 * @param observations hears of the run and of each user, for whoever traces them
 */
record RunParts(RunControl control, RunProgress progress, OutageWatch outages, ObservationRegistry observations) {}
