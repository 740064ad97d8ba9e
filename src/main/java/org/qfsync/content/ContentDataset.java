package org.qfsync.content;

import java.util.List;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;
import org.qfsync.store.UnknownFields;

/** Content that a few requests give completely: what it is and where its rows are. Thread-safe. */
public interface ContentDataset {
    Dataset dataset();

    TableSpec table();

    /** The rows of the table that belong to it. */
    Scope scope();

    /** False if what is stored lacks something that is asked for now, however fresh the rest is. */
    default boolean coversWhatIsAsked() {
        return true;
    }

    /**
     * Fetches it, completely or not at all.
     *
     * @param unknown takes note of what is not as we know it
     * @throws org.qfsync.domain.SyncException if there is no complete answer
     */
    List<Row> fetch(UnknownFields unknown);
}
