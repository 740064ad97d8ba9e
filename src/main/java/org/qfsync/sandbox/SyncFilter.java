package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which resources a client tracks: {@code group:*} or {@code group:id,id}, joined by semicolons.
 *
 * @param ids by group, those asked for; none of them means all
 */
record SyncFilter(Map<ContentGroup, Set<Integer>> ids) {
    private static final Pattern PART = Pattern.compile("([a-z_]+):(\\*|[1-9]\\d{0,8}(?:,[1-9]\\d{0,8})*)");

    /** Reads a filter in whatever order; refuses what is none. */
    static SyncFilter parse(String text, boolean knowsNewGroups, SyncErrors errors) {
        if (text.isBlank()) {
            throw errors.refusal(422, "missing_resources", "resources is required");
        }
        Map<ContentGroup, Set<Integer>> ids = new TreeMap<>();
        for (String part : text.split(";", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw errors.refusal(422, "invalid_resources", "Invalid resources filter");
            }
            ContentGroup group = group(matcher.group(1), knowsNewGroups, errors);
            Set<Integer> wanted = matcher.group(2).equals("*")
                    ? Set.of()
                    : Arrays.stream(matcher.group(2).split(",", -1))
                            .map(Integer::valueOf)
                            .collect(Collectors.toCollection(TreeSet::new));
            ids.merge(group, wanted, SyncFilter::both);
        }
        return new SyncFilter(ids);
    }

    static ContentGroup group(String word, boolean knowsNewGroups, SyncErrors errors) {
        return ContentGroup.of(word)
                .filter(group -> knowsNewGroups || group.isDocumented())
                .orElseThrow(() -> errors.refusal(422, "unknown_resource_group", "Unknown resource group: " + word));
    }

    private static Set<Integer> both(Set<Integer> some, Set<Integer> more) {
        if (some.isEmpty() || more.isEmpty()) {
            return Set.of();
        }
        Set<Integer> union = new TreeSet<>(some);
        union.addAll(more);
        return union;
    }

    boolean covers(ContentResource resource) {
        Set<Integer> wanted = ids.get(resource.group());
        return wanted != null && (wanted.isEmpty() || wanted.contains(resource.id()));
    }

    /** Sorted by group and id, each once. */
    String canonical() {
        return ids.entrySet().stream()
                .map(entry -> entry.getKey().word() + ":"
                        + (entry.getValue().isEmpty()
                                ? "*"
                                : entry.getValue().stream().map(String::valueOf).collect(Collectors.joining(","))))
                .sorted()
                .collect(Collectors.joining(";"));
    }
}
