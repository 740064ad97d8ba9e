package org.qfsync.sandbox;

import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/** The envelope in which the user API lists things. */
final class Listed {
    private Listed() {}

    static <T> Reply reply(CursorPage<T> page, int user, BiConsumer<JsonGenerator, T> writer) {
        return Reply.json(200, json -> {
            json.writeBooleanProperty("success", true);
            json.writeArrayPropertyStart("data");
            page.items().forEach(item -> writer.accept(json, item));
            json.writeEndArray();
            page.writePagination(json, isTerse(user));
        });
    }

    static Reply reply(CursorPage<ObjectNode> page, int user) {
        return reply(page, user, JsonGenerator::writeTree);
    }

    /** One thing that is not a list. */
    static Reply single(ObjectNode data) {
        return Reply.json(200, json -> {
            json.writeBooleanProperty("success", true);
            json.writeName("data");
            json.writeTree(data);
        });
    }

    /** Both shapes of an empty list occur in the field; every other user gets the one without pagination. */
    static boolean isTerse(int user) {
        return user % 2 == 1;
    }
}
