package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class FactsOnH2Test extends FactsContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.h2FileWithSchema(folder);
    }

    /** As sql/README.md has it. */
    @Override
    String asOf() {
        return "(SELECT m.* FROM analytics.fact_membership m WHERE m.member_from <= TIMESTAMP WITH TIME ZONE '%1$s'"
                + " AND (m.member_to IS NULL OR m.member_to > TIMESTAMP WITH TIME ZONE '%1$s'))";
    }
}
