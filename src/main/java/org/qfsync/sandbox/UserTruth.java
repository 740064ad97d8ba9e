package org.qfsync.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that the service would tell about one user tonight, as it would tell it: what a complete sync must have
 * stored. Injected faults, shifted pages and odd answers are not in it.
 *
 * @param sub whose data
 * @param consented false once the grant was revoked
 * @param scopes what the grant covers
 * @param datasets the JSON objects by dataset, for the datasets that the scopes cover and no others:
 *     {@code collections}, {@code collection_items} (bookmarks with {@code collectionId}, the Favorites among them),
 *     {@code bookmarks}, {@code notes}, {@code reading_sessions}, {@code activity_days}, {@code streaks},
 *     {@code goal_plan} (by type of goal, in {@code askedType}), {@code preferences}, {@code profile}
 */
public record UserTruth(String sub, boolean consented, Set<String> scopes, Map<String, List<ObjectNode>> datasets) {}
