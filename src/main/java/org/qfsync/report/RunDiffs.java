package org.qfsync.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;
import org.qfsync.report.RunDiff.ChangedUsers;
import org.qfsync.report.RunDiff.DatasetPair;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.DatasetSummary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads from the books what differs between two runs. Thread-safe. */
public final class RunDiffs {
    private static final int MOST_SUBS = 20;
    private static final String RESULT =
            "COALESCE(CASE %1$s.state WHEN 'DONE' THEN 'DONE' ELSE COALESCE(%1$s.error_class, %1$s.state) END, '-')";

    private final JdbcClient jdbc;
    private final DatasetStates states;

    public RunDiffs(JdbcClient jdbc, DatasetStates states) {
        this.jdbc = jdbc;
        this.states = states;
    }

    /** What differs. */
    public RunDiff of(RunHead before, RunHead after) {
        return new RunDiff(before, after, datasets(before.id(), after.id()), users(before.id(), after.id()));
    }

    private List<DatasetPair> datasets(long before, long after) {
        Map<Dataset, DatasetSummary> first = byDataset(before);
        Map<Dataset, DatasetSummary> second = byDataset(after);
        Set<Dataset> either = EnumSet.noneOf(Dataset.class);
        either.addAll(first.keySet());
        either.addAll(second.keySet());
        return either.stream()
                .map(dataset -> new DatasetPair(
                        dataset.id(),
                        Optional.ofNullable(first.get(dataset)),
                        Optional.ofNullable(second.get(dataset))))
                .toList();
    }

    private Map<Dataset, DatasetSummary> byDataset(long run) {
        return states.summary(run).stream().collect(Collectors.toMap(DatasetSummary::dataset, Function.identity()));
    }

    private List<ChangedUsers> users(long before, long after) {
        List<ChangedUsers> changed = new ArrayList<>();
        jdbc.sql("""
                        SELECT was, became, COUNT(*) AS users FROM (%s) c WHERE was <> became
                        GROUP BY was, became ORDER BY users DESC, was, became
                        """.formatted(results()))
                .param("before", before)
                .param("after", after)
                .query(row -> {
                    changed.add(new ChangedUsers(
                            row.getString("was"), row.getString("became"), row.getLong("users"), List.of()));
                });
        return changed.stream().map(group -> withSubs(group, before, after)).toList();
    }

    private ChangedUsers withSubs(ChangedUsers group, long before, long after) {
        List<String> subs = jdbc.sql("SELECT sub FROM (" + results()
                        + ") c WHERE was = :was AND became = :became ORDER BY sub LIMIT :limit")
                .param("before", before)
                .param("after", after)
                .param("was", group.from())
                .param("became", group.to())
                .param("limit", MOST_SUBS)
                .query(String.class)
                .list();
        return new ChangedUsers(group.from(), group.to(), group.users(), subs);
    }

    private static String results() {
        return "SELECT COALESCE(a.sub, b.sub) AS sub, " + RESULT.formatted("a") + " AS was, " + RESULT.formatted("b")
                + " AS became FROM (SELECT * FROM ops.user_run WHERE run_id = :before) a"
                + " LEFT JOIN (SELECT * FROM ops.user_run WHERE run_id = :after) b ON b.sub = a.sub"
                + " UNION ALL SELECT b.sub, '-' AS was, " + RESULT.formatted("b")
                + " AS became FROM ops.user_run b WHERE b.run_id = :after AND NOT EXISTS"
                + " (SELECT 1 FROM ops.user_run a WHERE a.run_id = :before AND a.sub = b.sub)";
    }
}
