package org.qfsync.user;

import java.time.LocalDate;
import org.qfsync.domain.Selection;
import org.qfsync.store.UnknownFields;

/**
 * What a run wants of each user's reading.
 *
 * @param night of the run
 * @param selection what of it to ask for, and how thoroughly
 * @param unknown takes the fields that have no column
 */
public record Reading(LocalDate night, Selection selection, UnknownFields unknown) {}
