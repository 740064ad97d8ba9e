package org.qfsync.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;

/** A Content Sync whose pages and snapshots a test writes down. */
final class FeedServer implements AutoCloseable {
    private static final String SNAPSHOTS = "/content/api/v4/resources/snapshots/";

    private final ScriptedServer server;
    private final Map<String, Reply> snapshots = new ConcurrentHashMap<>();
    private final Map<String, List<Reply>> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FeedServer() throws IOException {
        server = new ScriptedServer(this::answer);
    }

    java.net.URI baseUrl() {
        return server.baseUrl();
    }

    /** What was asked for since the last call: {@code bootstrap}, {@code since:t1}, {@code cursor:c1}, {@code snapshot:translations/20}. */
    List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    /** Answers such a question, in turn, the last answer for ever. */
    FeedServer on(String question, Reply... replies) {
        pages.put(question, new ArrayList<>(Arrays.asList(replies)));
        return this;
    }

    FeedServer on(String question, String... bodies) {
        return on(question, Arrays.stream(bodies).map(Reply::ok).toArray(Reply[]::new));
    }

    FeedServer snapshot(String group, long id, String... records) {
        snapshots.put(group + "/" + id, Reply.ok(snapshotBody(group, id, records)));
        return this;
    }

    static String snapshotBody(String group, long id, String... records) {
        return "{\"resource_group\":\"" + group + "\",\"resource_id\":" + id + ",\"resource_content_id\":" + (id + 1000)
                + ",\"schema_version\":1,\"sync_sequence\":77,\"records\":[" + String.join(",", records) + "]}";
    }

    FeedServer snapshot(String group, long id, Reply reply) {
        snapshots.put(group + "/" + id, reply);
        return this;
    }

    private Reply answer(Seen seen) {
        if (seen.path().startsWith(SNAPSHOTS)) {
            String name = seen.path().substring(SNAPSHOTS.length());
            asked.add("snapshot:" + name);
            return snapshots.getOrDefault(name, refusal(404, "snapshot_not_found"));
        }
        Map<String, String> query = new HashMap<>(seen.query());
        String question = query.containsKey("cursor")
                ? "cursor:" + query.get("cursor")
                : query.containsKey("sync_token") ? "since:" + query.get("sync_token") : "bootstrap";
        asked.add(question);
        List<Reply> replies = pages.get(question);
        if (replies == null) {
            return refusal(500, "unexpected_question");
        }
        return replies.size() > 1 ? replies.remove(0) : replies.get(0);
    }

    static Reply refusal(int status, String code) {
        return Reply.json(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}");
    }

    static String lastPage(String token, String... mutations) {
        return pageOf("false", "null", "\"" + token + "\"", mutations);
    }

    static String page(String cursor, String... mutations) {
        return pageOf("true", "\"/api/v4/resources/sync?cursor=" + cursor + "\"", "null", mutations);
    }

    static String pageOf(String more, String next, String token, String... mutations) {
        return "{\"sync\":{\"sync_until_sequence\":99,\"has_more\":" + more + ",\"next_page_url\":" + next
                + ",\"next_sync_token\":" + token + ",\"mutations\":[" + String.join(",", mutations) + "]}}";
    }

    static String created(long sequence, String group, long id) {
        return resource(
                sequence, "RESOURCE_CREATE", group, id, "\"/api/v4/resources/snapshots/" + group + "/" + id + "\"");
    }

    static String resource(long sequence, String type, String group, long id, String url) {
        return "{\"sequence\":" + sequence + ",\"type\":\"" + type + "\",\"resource_group\":\"" + group
                + "\",\"resource_id\":" + id + ",\"resource_content_id\":" + (id + 1000)
                + ",\"record_type\":null,\"record_key\":null,\"source_record_id\":null,"
                + "\"changed_at\":\"2026-08-21T08:16:39Z\",\"data\":null,\"snapshot_url\":" + url
                + ",\"unavailable_reason\":null}";
    }

    static String row(long sequence, String type, String group, long id, String recordType, String key, String data) {
        return "{\"sequence\":" + sequence + ",\"type\":\"" + type + "\",\"resource_group\":\"" + group
                + "\",\"resource_id\":" + id + ",\"resource_content_id\":" + (id + 1000) + ",\"record_type\":\""
                + recordType + "\",\"record_key\":\"" + key + "\",\"changed_at\":\"2026-08-21T08:16:39Z\",\"data\":"
                + data + ",\"snapshot_url\":null}";
    }

    static String verse(long id, String key, String text, String... notes) {
        return "{\"id\":" + id + ",\"resource_content_id\":1020,\"verse_key\":\"" + key + "\",\"text\":\"" + text
                + "\",\"foot_notes\":[" + String.join(",", notes) + "]}";
    }

    static String note(long id, String text) {
        return "{\"id\":" + id + ",\"text\":\"" + text + "\"}";
    }

    @Override
    public void close() {
        server.close();
    }
}
