package org.qfsync.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which resources of one group are kept in step, in the one form that a sync token is bound to: ids ascending, each
 * once, or {@code *} alone.
 *
 * <p>One filter per group, not one for everything and not one per resource: a refusal, a dropped token or a change that
 * we do not understand concerns one group, adding an id fetches that group's resources anew and no other's, and an
 * unchanged night costs one request per group however many resources there are.
 *
 * @param ids empty for all of the group
 */
public record ResourceFilter(String group, SortedSet<Long> ids) {
    private static final Pattern PART =
            Pattern.compile("([a-z][a-z0-9_]{0,63}):(\\*|[1-9]\\d{0,17}(?:,[1-9]\\d{0,17})*)");
    private static final int LONGEST = 2000;

    public ResourceFilter {
        ids = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ids));
    }

    /**
     * Reads {@code group:id,id;group:*}; a group that is named twice is one filter.
     *
     * @throws IllegalArgumentException if it is not of that form, or a filter is too long to be stored
     */
    static List<ResourceFilter> parse(String text) {
        Map<String, SortedSet<Long>> groups = new TreeMap<>();
        Map<String, Boolean> whole = new TreeMap<>();
        for (String part : text.split(";", -1)) {
            Matcher matcher = PART.matcher(part.replaceAll("\\s+", ""));
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a group with its ids");
            }
            String group = matcher.group(1);
            SortedSet<Long> ids = groups.computeIfAbsent(group, any -> new TreeSet<>());
            if (matcher.group(2).equals("*")) {
                whole.put(group, true);
            } else {
                for (String id : matcher.group(2).split(",", -1)) {
                    ids.add(Long.valueOf(id));
                }
            }
        }
        List<ResourceFilter> filters = new ArrayList<>();
        groups.forEach((group, ids) ->
                filters.add(new ResourceFilter(group, whole.containsKey(group) ? new TreeSet<>() : ids)));
        if (filters.stream().anyMatch(filter -> filter.canonical().length() > LONGEST)) {
            throw new IllegalArgumentException("too many ids");
        }
        return List.copyOf(filters);
    }

    /** The text that the service is asked with, not yet encoded for a URL. */
    public String canonical() {
        return group + ":"
                + (ids.isEmpty() ? "*" : ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    boolean covers(ContentResource resource) {
        return resource.group().equals(group) && (ids.isEmpty() || ids.contains(resource.id()));
    }

    /** The resources that it names one by one; empty if it asks for the whole group. */
    Optional<List<ContentResource>> named() {
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ids.stream().map(id -> new ContentResource(group, id)).toList());
    }
}
