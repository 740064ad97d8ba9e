package org.qfsync.user;

import java.util.List;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;

/** All rows that the service has in one scope: what the database holds there besides is gone. */
record Listing(TableSpec table, Scope scope, List<Row> rows) {}
