package org.qfsync.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes good answers odd. Thread-safe. */
final class Oddities {
    private final List<Oddity> all = new CopyOnWriteArrayList<>();

    void add(Oddity oddity) {
        all.add(oddity);
    }

    void clear() {
        all.clear();
    }

    /** The answer as it is told; one that is too large to be held is told as it is. */
    Reply told(Route route, Reply reply) {
        List<Oddity> due = all.stream()
                .filter(oddity -> Route.matches(oddity.route(), route))
                .toList();
        if (due.isEmpty() || reply.status() != 200 || reply.stream().isPresent()) {
            return reply;
        }
        JsonNode root = JsonMapper.shared().readTree(reply.body());
        items(root).forEach(item -> due.forEach(oddity -> spoil(item, oddity)));
        byte[] body = JsonMapper.shared().writeValueAsBytes(root);
        return new Reply(reply.status(), reply.contentType(), body, reply.headers(), Optional.empty());
    }

    /** The objects that an answer is about, in whatever it wraps them. */
    private static Stream<ObjectNode> items(JsonNode root) {
        JsonNode wrapped = root.has("data") ? root.path("data") : root.has("sync") ? root.path("sync") : root;
        if (wrapped.isArray()) {
            return objects(wrapped);
        }
        Optional<JsonNode> list = wrapped.valueStream()
                .filter(value -> value.isArray() && value.valueStream().allMatch(JsonNode::isObject))
                .findFirst();
        if (list.isPresent()) {
            return objects(list.get());
        }
        boolean holder = wrapped.size() == 1 && wrapped.iterator().next().isObject();
        return Stream.of((ObjectNode) (holder ? wrapped.iterator().next() : wrapped));
    }

    private static Stream<ObjectNode> objects(JsonNode list) {
        return list.valueStream().map(ObjectNode.class::cast);
    }

    private static void spoil(ObjectNode item, Oddity oddity) {
        String[] path = oddity.field().split("/", 2);
        if (path.length == 2) {
            if (item.path(path[0]) instanceof ObjectNode inner) {
                spoil(inner, new Oddity(oddity.route(), oddity.kind(), path[1]));
            }
            return;
        }
        JsonNode value = item.path(oddity.field());
        switch (oddity.kind()) {
            case NEW_FIELD -> item.put(oddity.field(), Oddity.WORD);
            case NEW_WORD -> replace(item, oddity.field(), Oddity.WORD);
            case FIELD_GONE -> item.remove(oddity.field());
            case OTHER_TYPE -> {
                if (value.isString()) {
                    item.put(oddity.field(), value.stringValue().length());
                } else {
                    replace(item, oddity.field(), value.toString());
                }
            }
        }
    }

    private static void replace(ObjectNode item, String field, String text) {
        if (item.hasNonNull(field)) {
            item.put(field, text);
        }
    }
}
