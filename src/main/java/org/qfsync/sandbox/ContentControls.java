package org.qfsync.sandbox;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The levers of Content Sync by HTTP. */
final class ContentControls {
    private final ContentLevers levers;
    private final ContentTruth truth;

    ContentControls(ContentLevers levers, ContentTruth truth) {
        this.levers = levers;
        this.truth = truth;
    }

    ContentLevers levers() {
        return levers;
    }

    ContentTruth truth() {
        return truth;
    }

    /** Everything that is published, or the records of one resource. */
    Reply tell(Call call) {
        String resource = call.query().getOrDefault("resource", "");
        Object told = resource.isEmpty() ? List.copyOf(truth.resources()) : truth.records(resource);
        return Reply.text(200, "application/json", JsonMapper.shared().writeValueAsString(told));
    }

    /** @throws IllegalArgumentException if there is no such lever, or it cannot be pulled so */
    void pull(String lever, Map<String, String> query) {
        String resource = query.getOrDefault("resource", "");
        switch (lever) {
            case "POST content" ->
                levers.happen(
                        query.getOrDefault("type", "ROW_UPDATE"),
                        resource,
                        Integer.parseInt(query.getOrDefault("rows", "1")));
            case "POST expire-sync-tokens" -> levers.expireSyncTokens();
            case "POST refuse-sync" -> levers.refuseNextSync(query.getOrDefault("code", ""));
            case "POST missing-snapshot" -> levers.snapshotMissing(resource, !"false".equals(query.get("missing")));
            case "POST foreign-host" -> levers.foreignHost(query.getOrDefault("base", ""));
            case "POST padding" -> levers.pad(Integer.parseInt(query.getOrDefault("characters", "0")));
            default -> throw new IllegalArgumentException("The sandbox has no lever \"" + lever + "\"");
        }
    }
}
