package org.qfsync.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked of the User APIs, without the paging.
 *
 * @param listing what it yields, for messages: {@code "The listing of notes"}
 * @param path below the base of the User APIs, {@code /v1/notes}; nothing from outside goes into it
 * @param query parameters, not encoded
 * @param headers besides those that every request has
 */
public record UserRequest(String listing, String path, Map<String, String> query, Map<String, String> headers) {
    public UserRequest {
        query = Collections.unmodifiableMap(new TreeMap<>(query));
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** A request without parameters. */
    public static UserRequest of(String listing, String path) {
        return new UserRequest(listing, path, Map.of(), Map.of());
    }

    /** This and a parameter. */
    public UserRequest with(String parameter, Object value) {
        Map<String, String> more = new TreeMap<>(query);
        more.put(parameter, value.toString());
        return new UserRequest(listing, path, more, headers);
    }

    /** This for the days of that time zone, which the service takes from a header ({@code x-timezone}). */
    public UserRequest inZone(java.time.ZoneId zone) {
        return new UserRequest(listing, path, query, Map.of("x-timezone", zone.getId()));
    }
}
