package org.qfsync.store;

import java.util.Map;
import java.util.Optional;

/** What is too much to be lost at once, and what is no extra loss. */
final class LossRules {
    private static final long SMALL_DATASET = 20;
    private static final long FEW_ROWS_OF_A_TABLE = 100;
    private static final long PERCENT_OF_A_TABLE = 5;
    private static final Map<String, Parent> PARENTS =
            Map.of("qf.collection_item", new Parent("qf.collection", "id", "collection_id"));

    private LossRules() {}

    /** More than half of a user's dataset that had more than 20 rows. */
    static boolean tooManyOfAUser(long lost, long had) {
        return had > SMALL_DATASET && lost * 2 > had;
    }

    /** More than 100 rows of a table, and more than 5 % of it. */
    static boolean tooManyOfATable(long lost, long had) {
        return lost > FEW_ROWS_OF_A_TABLE && lost * 100 > had * PERCENT_OF_A_TABLE;
    }

    /** False if it cannot be, however small the table is. */
    static boolean mayBeTooManyOfATable(long lost) {
        return lost > FEW_ROWS_OF_A_TABLE;
    }

    /** What the rows of a table hang on: when that is gone, they are gone with it. */
    static Optional<Parent> parentOf(String table) {
        return Optional.ofNullable(PARENTS.get(table));
    }

    /**
     * A user table on whose rows others hang.
     *
     * @param keyColumn its key column besides {@code sub}
     * @param childColumn the key column of the other table that names it
     */
    record Parent(String table, String keyColumn, String childColumn) {}
}
