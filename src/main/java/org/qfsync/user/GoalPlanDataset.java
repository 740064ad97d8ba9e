package org.qfsync.user;

import static org.qfsync.store.ColumnType.BOOLEAN;
import static org.qfsync.store.ColumnType.DATE;
import static org.qfsync.store.ColumnType.DOUBLE;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;

/** A user's goals of each kind and today's plan for them. To have no goal is an answer like any other. */
final class GoalPlanDataset implements UserDataset {
    private static final Mapping PLAN = ReadingMeasures.addTo(Mapping.of(Dataset.GOAL_PLAN, "qf.goal_plan")
            .keyGiven("sub", TEXT)
            .keyGiven("goal_type", TEXT)
            .always("hasGoal", "has_goal", BOOLEAN)
            .maybe("goalId", "goal_id", TEXT)
            .maybe("id", "activity_day_id", TEXT)
            .maybe("date", "plan_date", DATE)
            .maybe("type", "type", TEXT)
            .maybe("progress", "progress", DOUBLE)
            .maybe("mushafId", "mushaf_id", INTEGER));

    private static final List<String> TYPES = List.of("QURAN_TIME", "QURAN_PAGES", "QURAN_RANGE");

    private final int mushafId;
    private final ZoneId zone;

    GoalPlanDataset(int mushafId, ZoneId zone) {
        this.mushafId = mushafId;
        this.zone = zone;
    }

    @Override
    public Dataset dataset() {
        return Dataset.GOAL_PLAN;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        List<Row> rows = TYPES.stream().map(type -> plan(fetch, type)).toList();
        return List.of(new Listing(PLAN.table(), Scope.of("sub", fetch.sub()), rows));
    }

    private Row plan(UserFetch fetch, String type) {
        UserRequest request = UserRequest.of("The plan for " + type, "/v1/goals/get-todays-plan")
                .with("type", type)
                .with("mushafId", mushafId)
                .inZone(zone);
        return fetch.row(
                PLAN,
                Map.of("sub", fetch.sub(), "goal_type", type),
                fetch.client().one(request));
    }
}
