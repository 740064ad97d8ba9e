package org.qfsync.job;

import org.qfsync.store.DatasetStates;
import org.qfsync.store.RowWriter;
import org.springframework.transaction.support.TransactionTemplate;

/** Where content goes, and what it passes on its way. */
record ContentStore(TransactionTemplate transaction, RunLease lease, RowWriter rows, DatasetStates states) {}
