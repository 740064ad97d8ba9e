package org.qfsync.user;

import java.time.LocalDate;
import org.qfsync.store.UnknownFields;

/**
 * What a run wants of each user's reading.
 *
 * @param night of the run
 * @param full true if everything is to be listed, whether it looks changed or not
 * @param unknown takes the fields that have no column
 */
public record Reading(LocalDate night, boolean full, UnknownFields unknown) {}
